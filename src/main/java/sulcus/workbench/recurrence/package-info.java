/** In which kinds of text networks are found again. */
package sulcus.workbench.recurrence;

/** A field that finds what one wants to do by a few of its letters. */
package sulcus.workbench.palette;

/** What all views of a study have in common: the selection that they observe, and how they are shown and taken away as figures. */
package sulcus.workbench.view;

/** The slices as a stack that turns. */
package sulcus.workbench.stack;

/** The model-wide functional networks and the cut through their dendrogram. */
package sulcus.workbench.families;

/** The matrix of how alike networks are, with its dendrogram. */
package sulcus.workbench.connectivity;

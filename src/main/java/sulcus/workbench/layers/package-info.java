/** What a cut leaves of each layer. */
package sulcus.workbench.layers;

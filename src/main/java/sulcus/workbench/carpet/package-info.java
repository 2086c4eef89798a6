/** The whole decomposition at a glance. */
package sulcus.workbench.carpet;

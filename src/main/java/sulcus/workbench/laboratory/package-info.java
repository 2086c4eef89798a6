/** What the model does when networks or neurons are silenced, retained, scaled or shifted while it runs. */
package sulcus.workbench.laboratory;

/** What each layer's neurons are worth to the loss. */
package sulcus.workbench.sensitivity;

/** Where each neuron lies on a brain-shaped slice, so that networks hold together and stand at one place in all layers. */
package sulcus.decompose.layout;

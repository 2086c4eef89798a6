/** Everything about one network, and the calibration text coloured by it. */
package sulcus.workbench.network;

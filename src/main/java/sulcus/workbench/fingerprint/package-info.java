/** Which networks of the model another one has. */
package sulcus.workbench.fingerprint;

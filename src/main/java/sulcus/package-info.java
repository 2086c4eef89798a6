/** Sulcus: a workbench for the functional networks of language models. */
package sulcus;

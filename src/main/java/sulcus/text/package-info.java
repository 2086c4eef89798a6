/** Tokenizers, corpora and calibration sets: what a model reads. */
package sulcus.text;

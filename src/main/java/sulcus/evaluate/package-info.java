/** How good a model is: perplexity, speed. */
package sulcus.evaluate;

/** How the bundled sample is made: its text, its tokenizer, its model. Not needed to use Sulcus. */
package sulcus.sample;

/** The network laboratory: which networks are real, what they answer to, and what the model does without them. */
package sulcus.study.lab;

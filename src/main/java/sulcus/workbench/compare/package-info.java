/** Settings against each other: perplexity by parameters removed, and what two of them differ in. */
package sulcus.workbench.compare;

/** From scores to pruned weights: rules, plans, compensation. */
package sulcus.prune;

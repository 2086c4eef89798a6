/** Pruned models as files that load elsewhere. */
package sulcus.export;

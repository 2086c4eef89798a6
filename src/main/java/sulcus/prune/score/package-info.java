/** What neurons and groups of heads are worth, by functional networks and by every rival: one class a score behind one interface. */
package sulcus.prune.score;

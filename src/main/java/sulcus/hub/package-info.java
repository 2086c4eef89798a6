/** A hub of models: what would be fetched from it, and fetching it when the user has said yes. The only room that opens connections. */
package sulcus.hub;

package sulcus.prune;

/** What is wanted for a network, whatever the threshold says. */
public enum Decision {
    PRESERVE,
    DROP,
    UNDECIDED
}

package sulcus.prune;

/** Where the spatial maps of a study's networks come from; needed only when single networks are preserved or dropped. */
public interface NetworkMaps {
    /** How many groups of texts were decomposed. */
    default int groups() {
        return 1;
    }

    /** Number of networks K of a layer and group; 0 if it was not decomposed. */
    int components(int layer, int group);

    /**
     * The spatial map z of a network: M values, signal s belonging to neuron s mod n.
     *
     * @throws sulcus.task.Refusal if there is no such network
     */
    float[] map(NetworkId id);

    /** Stability index Iq over the restarts, one for each of a layer's networks; null where there was one start. */
    default float[] stability(int layer, int group) {
        return null;
    }
}

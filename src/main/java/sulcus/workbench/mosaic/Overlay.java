package sulcus.workbench.mosaic;

import sulcus.prune.NetworkId;

/** What lies over the anatomy. */
public sealed interface Overlay {
    /** The options of {@code sulcus figure} that show the same; each begins with a space. */
    default String option() {
        return switch (this) {
            case Strongest() -> "";
            case Network(NetworkId id) -> " --network " + id;
            case Family(NetworkId id) -> " --network " + id + " --families";
            case Winners() -> " --families";
        };
    }

    /** The largest |z| over all networks: what the threshold cuts. */
    record Strongest() implements Overlay {}

    /** The signed z of one network; the other layers stay grey. */
    record Network(NetworkId id) implements Overlay {}

    /** The signed z of all networks with the same function, in every layer. */
    record Family(NetworkId of) implements Overlay {}

    /** Winner takes all: each neuron in the colour of the family of its strongest network. */
    record Winners() implements Overlay {}
}

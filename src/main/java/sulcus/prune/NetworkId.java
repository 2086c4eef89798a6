package sulcus.prune;

import sulcus.task.Refusal;

/**
 * One functional network of a study.
 *
 * @param layer 0-based
 * @param group of texts, 0-based
 * @param network component, 0-based, in the order of the share of variance
 */
public record NetworkId(int layer, int group, int network) implements Comparable<NetworkId> {
    public NetworkId {
        if (layer < 0 || group < 0 || network < 0) {
            throw new Refusal("network " + layer + "." + group + "." + network + ": numbers count from 0");
        }
    }

    /**
     * Reads "layer.network" (group 0) or "layer.group.network".
     *
     * @throws Refusal if the text is neither
     */
    public static NetworkId parse(String text) {
        String[] parts = text.strip().split("\\.", -1);
        try {
            if (parts.length == 2) {
                return new NetworkId(Integer.parseInt(parts[0]), 0, Integer.parseInt(parts[1]));
            }
            if (parts.length == 3) {
                return new NetworkId(
                        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            }
        } catch (NumberFormatException e) {
            throw wrong(text, e);
        }
        throw wrong(text, null);
    }

    private static Refusal wrong(String text, Throwable cause) {
        return new Refusal(
                "network \"" + text + "\": not a network; write layer.network (12.7) or layer.group.network (12.1.7)",
                cause);
    }

    @Override
    public int compareTo(NetworkId other) {
        if (layer != other.layer) {
            return Integer.compare(layer, other.layer);
        }
        return group != other.group ? Integer.compare(group, other.group) : Integer.compare(network, other.network);
    }

    /** "layer.network" in group 0, else "layer.group.network". */
    @Override
    public String toString() {
        return group == 0 ? layer + "." + network : layer + "." + group + "." + network;
    }
}

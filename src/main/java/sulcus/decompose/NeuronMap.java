package sulcus.decompose;

/** Spatial maps seen by neuron: a neuron may have several signals (activation and up), each with a z of its own. */
public final class NeuronMap {
    private NeuronMap() {}

    /**
     * Of each neuron's signals the z that is largest by amount, with its sign.
     *
     * @param map M values, M a multiple of {@code neurons}: signal s belongs to neuron s mod {@code neurons}
     * @return one value a neuron
     */
    public static float[] of(float[] map, int neurons) {
        float[] strongest = new float[neurons];
        lay(map, strongest);
        return strongest;
    }

    /** The same over what lies there already: a value stays where it is larger by amount. */
    public static void lay(float[] map, float[] neurons) {
        for (int from = 0; from < map.length; from += neurons.length) {
            int count = Math.min(neurons.length, map.length - from);
            for (int j = 0; j < count; j++) {
                if (Math.abs(map[from + j]) > Math.abs(neurons[j])) {
                    neurons[j] = map[from + j];
                }
            }
        }
    }

    /**
     * What a table says of a map.
     *
     * @param peak z of the neuron where |z| is largest, signed; of equal ones the first neuron's
     * @param keys neurons with a |z| above a threshold
     */
    public record Extent(float peak, int keys) {}

    /** The same as from the values of {@link #of}, in a tenth of the time. */
    public static Extent extent(float[] map, int neurons, float threshold) {
        float[] strongest = new float[neurons];
        for (int from = 0; from < map.length; from += neurons) {
            int count = Math.min(neurons, map.length - from);
            for (int j = 0; j < count; j++) {
                strongest[j] = Math.max(strongest[j], Math.abs(map[from + j]));
            }
        }
        float most = 0;
        int keys = 0;
        for (int j = 0; j < neurons; j++) {
            most = Math.max(most, strongest[j]);
            keys += strongest[j] > threshold ? 1 : 0;
        }
        if (Float.isNaN(most)) {
            // a neuron's signal that is no number hides none of its others
            return extent(of(finite(map), neurons), neurons, threshold);
        }
        return new Extent(peak(map, strongest, most), keys);
    }

    private static float[] finite(float[] map) {
        float[] finite = map.clone();
        for (int s = 0; s < finite.length; s++) {
            finite[s] = Float.isNaN(finite[s]) ? 0 : finite[s];
        }
        return finite;
    }

    private static float peak(float[] map, float[] strongest, float most) {
        for (int j = 0; j < strongest.length; j++) {
            for (int s = j; strongest[j] == most && s < map.length; s += strongest.length) {
                if (Math.abs(map[s]) == most) {
                    return map[s];
                }
            }
        }
        return 0;
    }
}

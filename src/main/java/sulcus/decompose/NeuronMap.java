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
        for (int s = 0, j = 0; s < map.length; s++, j = j + 1 == neurons.length ? 0 : j + 1) {
            if (Math.abs(map[s]) > Math.abs(neurons[j])) {
                neurons[j] = map[s];
            }
        }
    }
}

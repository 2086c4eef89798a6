package sulcus.decompose.layout;

import sulcus.decompose.LayerNetworks;

/**
 * What the layout needs to know of one layer: to which network each neuron belongs, how strongly, and what the networks
 * do over the tokens. Small, so that the maps of one layer at a time need to be in memory.
 *
 * @param components K
 * @param network of each neuron: where its |z| is largest; n values
 * @param strength that |z|; n values
 * @param tokens T′, at most {@value #MOST_TOKENS}
 * @param courses time courses at T′ tokens spread evenly over the T, each with mean 0 and length 1 (or all zero), K × T′
 *     row-major
 */
public record LayerMembers(int components, int[] network, float[] strength, int tokens, float[] courses) {
    /** A correlation over so many tokens is known to about 1/√1024 = 0.03, enough to order networks. */
    static final int MOST_TOKENS = 1024;

    /** A layer without networks. */
    public static LayerMembers none(int neurons) {
        return new LayerMembers(0, new int[neurons], new float[neurons], MOST_TOKENS, new float[0]);
    }

    public static LayerMembers of(LayerNetworks layer) {
        return of(
                layer.maps(),
                layer.components(),
                layer.signals(),
                layer.neurons(),
                layer.timeCourses(),
                layer.tokens());
    }

    /**
     * @param maps K × M row-major; signal s belongs to neuron s mod n
     * @param components K
     * @param signals M
     * @param neurons n
     * @param timeCourses K × T row-major
     * @param tokens T
     */
    public static LayerMembers of(
            float[] maps, int components, int signals, int neurons, float[] timeCourses, int tokens) {
        int[] network = new int[neurons];
        float[] strength = new float[neurons];
        for (int k = 0; k < components; k++) {
            for (int s = 0, j = 0; s < signals; s++, j = j + 1 == neurons ? 0 : j + 1) {
                float z = Math.abs(maps[k * signals + s]);
                if (z > strength[j]) {
                    strength[j] = z;
                    network[j] = k;
                }
            }
        }
        int sampled = Math.min(tokens, MOST_TOKENS);
        float[] courses = new float[components * sampled];
        for (int k = 0; k < components; k++) {
            for (int t = 0; t < sampled; t++) {
                int token = (int) ((t + 0.5) * tokens / sampled);
                courses[k * sampled + t] = timeCourses[k * tokens + token];
            }
            standardize(courses, k * sampled, sampled);
        }
        return new LayerMembers(components, network, strength, sampled, courses);
    }

    private static void standardize(float[] values, int from, int count) {
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += values[from + i];
        }
        mean /= Math.max(1, count);
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (values[from + i] - mean) * (values[from + i] - mean);
        }
        double scale = squares > 0 && Double.isFinite(squares) ? 1 / Math.sqrt(squares) : 0;
        for (int i = 0; i < count; i++) {
            values[from + i] = scale == 0 ? 0 : (float) ((values[from + i] - mean) * scale);
        }
    }

    int neurons() {
        return network.length;
    }
}

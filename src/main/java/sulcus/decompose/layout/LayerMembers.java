package sulcus.decompose.layout;

import sulcus.decompose.LayerNetworks;

/**
 * What the layout needs to know of one layer: to which network each neuron belongs, how strongly, and what the networks
 * do over the tokens. Small, so that the maps of one layer at a time need to be in memory.
 *
 * @param components K
 * @param network of each neuron: where its |z| is largest; n values
 * @param strength that |z|; n values
 * @param tokens T′, at most {@value Courses#MOST_TOKENS}
 * @param courses time courses at T′ tokens spread evenly over the T, each with mean 0 and length 1 (or all zero), K × T′
 *     row-major
 */
public record LayerMembers(int components, int[] network, float[] strength, int tokens, float[] courses) {
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
        Courses courses = Courses.of(timeCourses, components, tokens);
        return new LayerMembers(
                components, network, strength, Math.min(tokens, Courses.MOST_TOKENS), flat(courses.rows()));
    }

    private static float[] flat(float[][] rows) {
        float[] values = new float[rows.length * (rows.length == 0 ? 0 : rows[0].length)];
        for (int k = 0; k < rows.length; k++) {
            System.arraycopy(rows[k], 0, values, k * rows[k].length, rows[k].length);
        }
        return values;
    }

    /** Networks of which nothing but their courses is known: enough for the dendrogram. */
    public static LayerMembers of(Courses courses) {
        float[][] rows = courses.rows();
        return new LayerMembers(
                rows.length,
                new int[0],
                new float[0],
                rows.length == 0 ? Courses.MOST_TOKENS : rows[0].length,
                flat(rows));
    }

    int neurons() {
        return network.length;
    }
}

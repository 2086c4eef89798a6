package sulcus.decompose;

import java.util.Arrays;

/**
 * Components of several runs made one set: agglomerative clustering with average linkage on |r| into K clusters, centroids, and
 * the stability index Iq = mean |r| inside the cluster − mean |r| to the outside (ICASSO: Himberg, Hyvärinen and Esposito 2004;
 * here a component's |r| of 1 with itself does not count, so that a cluster of one has no inside and an index below 0). In
 * whitened coordinates the correlation of two maps is the product of their unmixing rows.
 *
 * @param centroids K × K row-major, unit rows; in the order of the clusters' first members
 * @param stability Iq, K values
 * @param cluster of each component, those of the first run first
 */
record Icasso(double[] centroids, float[] stability, int[] cluster) {
    /** @param runs unmixing matrices, each K × K with orthonormal rows */
    static Icasso of(double[][] runs, int k) {
        int count = runs.length * k;
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Arrays.copyOfRange(runs[i / k], i % k * k, (i % k + 1) * k);
        }
        float[][] similarity = new float[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                similarity[i][j] = similarity[j][i] = (float) Math.min(1, Math.abs(dot(rows[i], rows[j])));
            }
        }
        int[] cluster = clusters(similarity, k);
        int[][] members = new int[k][];
        for (int c = 0; c < k; c++) {
            int wanted = c;
            members[c] = java.util.stream.IntStream.range(0, count)
                    .filter(i -> cluster[i] == wanted)
                    .toArray();
        }
        double[] centroids = new double[k * k];
        float[] stability = new float[k];
        for (int c = 0; c < k; c++) {
            centroid(rows, similarity, members[c], centroids, c * k);
            stability[c] = index(similarity, cluster, members[c], c);
        }
        return new Icasso(centroids, stability, cluster);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * Merges the two most similar clusters (average linkage) until {@code k} are left. Each cluster remembers its nearest, so a
     * merge costs few passes over the rows.
     *
     * @return cluster 0 … k − 1 of each item, numbered by first member
     */
    private static int[] clusters(float[][] similarity, int k) {
        int count = similarity.length;
        double[][] linkage = new double[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                linkage[i][j] = similarity[i][j];
            }
        }
        int[] size = new int[count];
        int[] nearest = new int[count];
        int[] owner = new int[count];
        Arrays.fill(size, 1);
        for (int i = 0; i < count; i++) {
            owner[i] = i;
            nearest[i] = nearest(linkage, size, i);
        }
        for (int left = count; left > k; left--) {
            int a = -1;
            for (int i = 0; i < count; i++) {
                if (size[i] > 0 && (a < 0 || linkage[i][nearest[i]] > linkage[a][nearest[a]])) {
                    a = i;
                }
            }
            int b = nearest[a];
            int into = Math.min(a, b);
            int gone = Math.max(a, b);
            for (int i = 0; i < count; i++) {
                if (size[i] > 0 && i != into && i != gone) {
                    double mean =
                            (size[into] * linkage[into][i] + size[gone] * linkage[gone][i]) / (size[into] + size[gone]);
                    linkage[into][i] = linkage[i][into] = mean;
                }
                if (owner[i] == gone) {
                    owner[i] = into;
                }
            }
            size[into] += size[gone];
            size[gone] = 0;
            for (int i = 0; i < count && left - 1 > 1; i++) {
                if (size[i] > 0 && (i == into || nearest[i] == into || nearest[i] == gone)) {
                    nearest[i] = nearest(linkage, size, i);
                } else if (size[i] > 0 && linkage[i][into] > linkage[i][nearest[i]]) {
                    nearest[i] = into;
                }
            }
        }
        int[] number = new int[count];
        Arrays.fill(number, -1);
        int numbers = 0;
        int[] cluster = new int[count];
        for (int i = 0; i < count; i++) {
            if (number[owner[i]] < 0) {
                number[owner[i]] = numbers++;
            }
            cluster[i] = number[owner[i]];
        }
        return cluster;
    }

    private static int nearest(double[][] linkage, int[] size, int i) {
        int best = -1;
        for (int j = 0; j < size.length; j++) {
            if (j != i && size[j] > 0 && (best < 0 || linkage[i][j] > linkage[i][best])) {
                best = j;
            }
        }
        return best;
    }

    /** Mean of the members, each with the sign of its correlation with the most central one, at unit length. */
    private static void centroid(double[][] rows, float[][] similarity, int[] members, double[] to, int at) {
        int central = members[0];
        double most = -1;
        for (int i : members) {
            double sum = 0;
            for (int j : members) {
                sum += similarity[i][j];
            }
            if (sum > most) {
                most = sum;
                central = i;
            }
        }
        int k = rows[0].length;
        double[] mean = new double[k];
        for (int i : members) {
            double sign = dot(rows[i], rows[central]) < 0 ? -1 : 1;
            for (int j = 0; j < k; j++) {
                mean[j] += sign * rows[i][j];
            }
        }
        double length = Math.sqrt(dot(mean, mean));
        for (int j = 0; j < k; j++) {
            to[at + j] = mean[j] / length;
        }
    }

    private static float index(float[][] similarity, int[] cluster, int[] members, int c) {
        double inside = 0;
        double outside = 0;
        long others = 0;
        for (int i : members) {
            for (int j = 0; j < cluster.length; j++) {
                if (cluster[j] != c) {
                    outside += similarity[i][j];
                    others++;
                } else if (j != i) {
                    inside += similarity[i][j];
                }
            }
        }
        long pairs = (long) members.length * (members.length - 1);
        return (float) ((pairs == 0 ? 0 : inside / pairs) - (others == 0 ? 0 : outside / others));
    }
}

package sulcus.decompose.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DendrogramTest {
    @Test
    void heightsAreThoseOfAverageLinkageByDefinition() {
        float[][] distances = random(40, 7);
        Dendrogram tree = Dendrogram.average(copy(distances));
        int n = distances.length;
        int[][] members = new int[n + tree.left().length][];
        for (int i = 0; i < n; i++) {
            members[i] = new int[] {i};
        }
        for (int merge = 0; merge < tree.left().length; merge++) {
            int[] a = members[tree.left()[merge]];
            int[] b = members[tree.right()[merge]];
            double sum = 0;
            for (int i : a) {
                for (int j : b) {
                    sum += distances[i][j];
                }
            }
            assertThat((double) tree.height()[merge]).isCloseTo(sum / a.length / b.length, within());
            members[n + merge] = java.util.stream.IntStream.concat(Arrays.stream(a), Arrays.stream(b))
                    .toArray();
        }
        assertThat(members[members.length - 1]).hasSize(n).doesNotHaveDuplicates();
        assertThat(sorted(tree.height())).isEqualTo(greedyHeights(distances));
    }

    @Test
    void leavesOnALineComeOutInItsOrder() {
        int n = 30;
        Random random = new Random(2);
        double[] place = random.doubles(n).toArray();
        float[][] distances = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                distances[i][j] = (float) Math.abs(place[i] - place[j]);
            }
        }
        int[] order = Dendrogram.average(copy(distances)).leafOrder((a, b) -> -distances[a][b]);
        assertThat(order).hasSize(n).doesNotHaveDuplicates();
        double walked = 0;
        for (int i = 1; i < n; i++) {
            walked += distances[order[i]][order[i - 1]];
        }
        assertThat(walked).isLessThan(1.5);
    }

    @Test
    void correlationsInBlocksAreDotProducts() {
        Random random = new Random(4);
        float[][] a = new float[37][150];
        for (float[] row : a) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        float[][] found = Correlations.absolute(a, a, 150);
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                double dot = 0;
                for (int t = 0; t < 150; t++) {
                    dot += a[i][t] * (double) a[j][t];
                }
                assertThat((double) found[i][j]).isCloseTo(Math.abs(dot), org.assertj.core.data.Offset.offset(1e-3));
            }
        }
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-5);
    }

    private static String sorted(float[] heights) {
        float[] sorted = heights.clone();
        Arrays.sort(sorted);
        return rounded(sorted);
    }

    /** Always merges the nearest pair: the plain algorithm. */
    private static String greedyHeights(float[][] given) {
        float[][] d = copy(given);
        int n = d.length;
        int[] size = new int[n];
        Arrays.fill(size, 1);
        float[] heights = new float[n - 1];
        for (int merge = 0; merge < n - 1; merge++) {
            int a = -1;
            int b = -1;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    if (size[i] > 0 && size[j] > 0 && (a < 0 || d[i][j] < d[a][b])) {
                        a = i;
                        b = j;
                    }
                }
            }
            heights[merge] = d[a][b];
            for (int k = 0; k < n; k++) {
                float mean = (size[a] * d[a][k] + size[b] * d[b][k]) / (size[a] + size[b]);
                d[a][k] = mean;
                d[k][a] = mean;
            }
            size[a] += size[b];
            size[b] = 0;
        }
        return rounded(heights);
    }

    private static String rounded(float[] values) {
        StringBuilder text = new StringBuilder();
        for (float value : values) {
            text.append(Math.round(value * 1e4)).append(' ');
        }
        return text.toString();
    }

    private static float[][] random(int n, long seed) {
        Random random = new Random(seed);
        float[][] d = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                d[i][j] = random.nextFloat();
                d[j][i] = d[i][j];
            }
        }
        return d;
    }

    private static float[][] copy(float[][] rows) {
        return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }
}

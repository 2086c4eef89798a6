package sulcus.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sulcus.decompose.NeuronMap;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkProfile;
import sulcus.study.Study;
import sulcus.task.Progress;

/**
 * A whole decomposition at a glance: rows over calibration tokens, as nilearn's carpet plot shows voxels over time.
 *
 * @param title over it
 * @param rowWords what a row is
 * @param values [bin of rows][bin of tokens]: of what falls into it the value that is largest by amount
 * @param rows how many before they were binned
 * @param tokens how many before they were binned
 * @param owner [row]: the network it belongs to
 * @param marks where a stretch of rows begins, and its name
 * @param textStarts first tokens of the texts
 * @param scale colours
 */
public record CarpetData(
        String title,
        String rowWords,
        float[][] values,
        int rows,
        int tokens,
        NetworkId[] owner,
        List<Mark> marks,
        int[] textStarts,
        ColourScale scale) {
    private static final int MOST_ROWS = 1024;
    private static final int MOST_COLUMNS = 2048;

    /** A stretch of rows. */
    public record Mark(int row, String name) {}

    /** All networks of the first group, by layer and share of variance: their time courses in standard deviations. */
    public static CarpetData ofModel(Study study, Progress progress) {
        List<NetworkId> ids = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        for (int l = 0; l < study.layers(); l++) {
            marks.add(new Mark(ids.size(), Integer.toString(l)));
            for (int k = 0; k < study.components(l, 0); k++) {
                ids.add(new NetworkId(l, 0, k));
            }
        }
        int tokens = ids.isEmpty() ? 0 : study.timeCourse(ids.getFirst()).length;
        Bins bins = new Bins(ids.size(), tokens);
        for (int row = 0; row < ids.size(); row++) {
            progress.report("time courses", row / (double) ids.size());
            bins.put(row, NetworkProfile.standardized(study.timeCourse(ids.get(row))));
        }
        return bins.carpet(
                "Time courses of all networks", "networks, by layer", ids.toArray(NetworkId[]::new), marks, study, "z");
    }

    /**
     * The neurons of a layer as the decomposition has them: activity of neuron j at token t is Σ over the networks of z of j
     * times the course at t, in standard deviations of the neuron. Rows stand by network, the strongest neuron first.
     */
    public static CarpetData ofLayer(Study study, int layer, Progress progress) {
        int n = study.neurons(layer);
        int components = study.components(layer, 0);
        float[][] maps = new float[components][];
        float[][] courses = new float[components][];
        float[] strength = new float[n];
        int[] network = new int[n];
        for (int k = 0; k < components; k++) {
            progress.report("maps", 0.3 * k / components);
            maps[k] = NeuronMap.of(study.map(new NetworkId(layer, 0, k)), n);
            courses[k] = study.timeCourse(new NetworkId(layer, 0, k));
            for (int j = 0; j < n; j++) {
                if (Math.abs(maps[k][j]) > strength[j]) {
                    strength[j] = Math.abs(maps[k][j]);
                    network[j] = k;
                }
            }
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingInt((Integer j) -> network[j])
                        .thenComparingDouble(j -> -strength[j])
                        .thenComparing(j -> j))
                .mapToInt(j -> j)
                .toArray();
        List<Mark> marks = new ArrayList<>();
        NetworkId[] owner = new NetworkId[n];
        for (int row = 0; row < n; row++) {
            owner[row] = new NetworkId(layer, 0, network[order[row]]);
            if (row == 0 || network[order[row]] != network[order[row - 1]]) {
                marks.add(new Mark(row, owner[row].toString()));
            }
        }
        int tokens = components == 0 ? 0 : courses[0].length;
        Bins bins = new Bins(n, tokens);
        for (int row = 0; row < n; row++) {
            progress.report("neurons", 0.3 + 0.7 * row / n);
            float[] activity = new float[tokens];
            for (int k = 0; k < components; k++) {
                float z = maps[k][order[row]];
                float[] course = courses[k];
                for (int t = 0; t < tokens; t++) {
                    activity[t] += z * course[t];
                }
            }
            bins.put(row, scaled(activity));
        }
        return bins.carpet(
                "Layer " + layer + ": neurons as its networks make them",
                "neurons, by network",
                owner,
                marks,
                study,
                "z");
    }

    private static float[] scaled(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value;
        }
        mean /= Math.max(1, values.length);
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        double scale = squares > 0 ? Math.sqrt(values.length / squares) : 0;
        for (int t = 0; t < values.length; t++) {
            values[t] = (float) ((values[t] - mean) * scale);
        }
        return values;
    }

    /** Keeps of all values that share a bin the one that is largest by amount. */
    static final class Bins {
        private final int rows;
        private final int tokens;
        private final float[][] values;

        Bins(int rows, int tokens) {
            this.rows = rows;
            this.tokens = tokens;
            values = new float[Math.max(1, Math.min(rows, MOST_ROWS))][Math.max(1, Math.min(tokens, MOST_COLUMNS))];
        }

        void put(int row, float[] course) {
            float[] into = values[(int) ((long) row * values.length / rows)];
            for (int t = 0; t < course.length; t++) {
                int bin = (int) ((long) t * into.length / tokens);
                if (Math.abs(course[t]) > Math.abs(into[bin])) {
                    into[bin] = course[t];
                }
            }
        }

        float[][] values() {
            return values;
        }

        CarpetData carpet(
                String title, String rowWords, NetworkId[] owner, List<Mark> marks, Study study, String label) {
            int[] starts = Arrays.stream(study.text(0).offsets())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            ColourScale fitted = ColourScale.of(values, label);
            // from no colour at 0: a carpet has no threshold
            ColourScale scale = new ColourScale(fitted.map(), 0, fitted.maximum(), true, label);
            return new CarpetData(title, rowWords, values, rows, tokens, owner, List.copyOf(marks), starts, scale);
        }
    }

    /** First and last row of a network, or null if it has none here. */
    public int[] rowsOf(NetworkId id) {
        int first = -1;
        int last = -1;
        for (int row = 0; row < owner.length; row++) {
            if (owner[row].equals(id)) {
                first = first < 0 ? row : first;
                last = row;
            }
        }
        return first < 0 ? null : new int[] {first, last};
    }
}

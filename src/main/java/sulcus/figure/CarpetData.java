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
 * @param caption what a row and its values are
 * @param rowWords what the rows are, beside them
 * @param values [bin of rows][bin of tokens]: of what falls into it the value that is largest by amount
 * @param rows how many before they were binned
 * @param tokens how many before they were binned
 * @param owner [row]: the network it belongs to
 * @param neuron [row]: the neuron it is; null where rows are networks
 * @param marks where a stretch of rows begins, and its name
 * @param textStarts first tokens of the texts
 * @param scale colours
 */
public record CarpetData(
        String title,
        String caption,
        String rowWords,
        float[][] values,
        int rows,
        int tokens,
        NetworkId[] owner,
        int[] neuron,
        List<Mark> marks,
        int[] textStarts,
        ColourScale scale) {
    private static final int MOST_ROWS = 1024;
    private static final int MOST_COLUMNS = 2048;
    /** Neurons whose activity is made at the same time. */
    private static final int TOGETHER = 64;

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
                "Time courses of all networks",
                "one row a network · z: standard deviations of its time course",
                "networks, by layer",
                ids.toArray(NetworkId[]::new),
                null,
                marks,
                study,
                "z of time course");
    }

    /**
     * The neurons of a layer as the decomposition has them. Signals X (tokens × signals) were decomposed into maps and courses
     * with X ≈ Σ course · map, so what neuron j does at token t is Σ over the networks of z of j times the course at t; of
     * neurons with several signals the first is taken, the activation. In standard deviations over the tokens. Rows stand by
     * the network in which the neuron's |z| is largest, the strongest neuron first.
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
            maps[k] = study.map(new NetworkId(layer, 0, k));
            courses[k] = study.timeCourse(new NetworkId(layer, 0, k));
            float[] strongest = NeuronMap.of(maps[k], n);
            for (int j = 0; j < n; j++) {
                if (Math.abs(strongest[j]) > strength[j]) {
                    strength[j] = Math.abs(strongest[j]);
                    network[j] = k;
                }
            }
        }
        // a layer that was not decomposed has neurons but nothing that they do
        int rows = components == 0 ? 0 : n;
        int[] order = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingInt((Integer j) -> network[j])
                        .thenComparingDouble(j -> -strength[j])
                        .thenComparing(j -> j))
                .mapToInt(j -> j)
                .toArray();
        List<Mark> marks = new ArrayList<>();
        NetworkId[] owner = new NetworkId[rows];
        for (int row = 0; row < rows; row++) {
            owner[row] = new NetworkId(layer, 0, network[order[row]]);
            if (row == 0 || network[order[row]] != network[order[row - 1]]) {
                marks.add(new Mark(row, owner[row].toString()));
            }
        }
        int tokens = components == 0 ? 0 : courses[0].length;
        Bins bins = new Bins(rows, tokens);
        for (int first = 0; first < rows; first += TOGETHER) {
            progress.report("neurons", 0.3 + 0.7 * first / rows);
            int from = first;
            float[][] activity = new float[Math.min(TOGETHER, rows - first)][];
            IntStream.range(0, activity.length).parallel().forEach(i -> {
                progress.check();
                activity[i] = activity(maps, courses, order[from + i], tokens);
            });
            for (int i = 0; i < activity.length; i++) {
                bins.put(first + i, activity[i]);
            }
        }
        String signal = study.document().settings().signals().split(",")[0];
        return bins.carpet(
                "Layer " + layer + ": " + signal + " of its neurons as its networks make it",
                "one row a neuron, the strongest of each network first · z: standard deviations over the tokens",
                "neurons, by network",
                owner,
                order,
                marks,
                study,
                "z of " + signal);
    }

    private static float[] activity(float[][] maps, float[][] courses, int neuron, int tokens) {
        float[] activity = new float[tokens];
        for (int k = 0; k < maps.length; k++) {
            float z = maps[k][neuron];
            float[] course = courses[k];
            for (int t = 0; t < tokens; t++) {
                activity[t] += z * course[t];
            }
        }
        return scaled(activity);
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
            float[] into = values[bin(row, rows, values.length)];
            for (int t = 0; t < course.length; t++) {
                int bin = bin(t, tokens, into.length);
                if (Math.abs(course[t]) > Math.abs(into[bin])) {
                    into[bin] = course[t];
                }
            }
        }

        float[][] values() {
            return values;
        }

        CarpetData carpet(
                String title,
                String caption,
                String rowWords,
                NetworkId[] owner,
                int[] neuron,
                List<Mark> marks,
                Study study,
                String label) {
            int[] starts = Arrays.stream(study.text(0).offsets())
                    .limit(study.text(0).offsets().length - 1L)
                    .mapToInt(Math::toIntExact)
                    .toArray();
            ColourScale fitted = ColourScale.of(values, label);
            // from no colour at 0: a carpet has no threshold
            ColourScale scale = new ColourScale(fitted.map(), 0, fitted.maximum(), true, label);
            return new CarpetData(
                    title, caption, rowWords, values, rows, tokens, owner, neuron, List.copyOf(marks), starts, scale);
        }
    }

    /** What is shown at a row and a token: of all that share the place the value that is largest by amount. */
    public float at(int row, int token) {
        float[] line = values[bin(row, rows, values.length)];
        return line[bin(token, tokens, line.length)];
    }

    /** Whether several rows or tokens share a place. */
    public boolean binned() {
        return rows > values.length || tokens > values[0].length;
    }

    private static int bin(int index, int of, int bins) {
        return (int) ((long) index * bins / of);
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

package sulcus.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import sulcus.prune.NetworkId;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * What a network answers to: its time course against the labels of the texts. The unit is the text (a text's tokens are not
 * independent of each other): its value is the mean of the time course over its tokens. Texts of one label value are set
 * against all others.
 *
 * @param network which
 * @param value of the label, such as "arithmetic"
 * @param effect difference of the means by the pooled standard deviation of texts (Cohen's d); above 0 where the network is more
 *     active on texts of this value
 * @param p of the two-sided Mann–Whitney test (normal approximation with correction for ties and continuity)
 * @param q p corrected for all tests of the study (Benjamini and Hochberg 1995): among the tests with q ≤ 0.05 at most one of
 *     twenty is expected to be false
 */
public record Selectivity(NetworkId network, String value, double effect, double p, double q) {
    /** Fewer texts of a value, or of the others, say nothing. */
    private static final int LEAST_TEXTS = 3;

    /**
     * Tests all networks of a group of texts.
     *
     * @param label name of the label, such as "kind"
     * @return for every network and value, networks in order, the largest |effect| first within each
     * @throws Refusal if the texts have no such label, or too few texts have each value
     */
    public static List<Selectivity> of(Study study, int group, String label, Progress progress) {
        StudyText text = study.text(group);
        String[] values = values(study, text, label);
        List<String> kinds = Arrays.stream(values).distinct().sorted().toList();
        List<Selectivity> all = new ArrayList<>();
        for (int layer = 0; layer < study.layers(); layer++) {
            progress.report("layer " + layer, layer / (double) study.layers());
            for (int k = 0; k < study.components(layer, group); k++) {
                NetworkId id = new NetworkId(layer, group, k);
                double[] means = means(study.timeCourse(id), text.offsets());
                List<Selectivity> own = new ArrayList<>();
                for (String kind : kinds) {
                    own.add(test(id, kind, means, values));
                }
                own.sort(Comparator.comparingDouble(s -> -Math.abs(s.effect())));
                all.addAll(own);
            }
        }
        progress.report("selectivity", 1);
        return corrected(all);
    }

    /**
     * The first label by which all the texts of a group can be told into kinds, and what each network answers to by it: of the tests
     * with q ≤ 0.05 the largest |effect|. Empty where there is no such label, or too few texts.
     */
    public static Map<NetworkId, Selectivity> strongest(Study study, int group, Progress progress) {
        Map<NetworkId, Selectivity> found = new HashMap<>();
        for (String label : study.kinds().keySet()) {
            List<Selectivity> all;
            try {
                all = of(study, group, label, progress);
            } catch (Refusal tooFew) {
                continue;
            }
            for (Selectivity s : all) {
                if (s.q <= 0.05) {
                    found.putIfAbsent(s.network, s);
                }
            }
            return found;
        }
        return found;
    }

    /** As in a table: "dates +2.1". */
    public String words() {
        return value + String.format(Locale.ROOT, " %+.1f", effect).replace('-', '−');
    }

    /** The label of each text. */
    private static String[] values(Study study, StudyText text, String label) {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> names = new ArrayList<>();
        for (StudyText.Text one : text.texts()) {
            String value = one.labels().get(label);
            if (value == null) {
                throw new Refusal(study.folder() + ": text " + one.text() + " has no label \"" + label + "\""
                        + (one.labels().isEmpty()
                                ? ""
                                : "; it has " + String.join(", ", one.labels().keySet()))
                        + "; texts get labels from the other fields of their .jsonl or .parquet file");
            }
            names.add(value);
            counts.merge(value, 1, Integer::sum);
        }
        counts.forEach((value, count) -> {
            if (count < LEAST_TEXTS || names.size() - count < LEAST_TEXTS) {
                throw new Refusal(study.folder() + ": label \"" + label + "\" is \"" + value + "\" in " + count + " of "
                        + names.size() + " texts; at least " + LEAST_TEXTS + " of these and of others are needed");
            }
        });
        if (counts.isEmpty()) {
            throw new Refusal(
                    study.folder() + ": its texts are not kept, so nothing is known of their labels; decompose"
                            + " from a model and a text");
        }
        return names.toArray(String[]::new);
    }

    /** Mean of a time course over each text; 0 for a text without tokens. */
    private static double[] means(float[] course, long[] offsets) {
        double[] means = new double[offsets.length - 1];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int t = (int) offsets[i]; t < offsets[i + 1]; t++) {
                sum += course[t];
            }
            means[i] = sum / Math.max(1, offsets[i + 1] - offsets[i]);
        }
        return means;
    }

    private static Selectivity test(NetworkId id, String value, double[] means, String[] values) {
        double[] own = IntStream.range(0, means.length)
                .filter(i -> values[i].equals(value))
                .mapToDouble(i -> means[i])
                .toArray();
        double[] others = IntStream.range(0, means.length)
                .filter(i -> !values[i].equals(value))
                .mapToDouble(i -> means[i])
                .toArray();
        return new Selectivity(id, value, effect(own, others), mannWhitney(own, others), 1);
    }

    /** Cohen's d; 0 where nothing varies. */
    static double effect(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElse(0);
        double meanB = Arrays.stream(b).average().orElse(0);
        double squares = Arrays.stream(a).map(x -> (x - meanA) * (x - meanA)).sum()
                + Arrays.stream(b).map(x -> (x - meanB) * (x - meanB)).sum();
        double deviation = Math.sqrt(squares / (a.length + b.length - 2));
        return deviation == 0 ? 0 : (meanA - meanB) / deviation;
    }

    /** Two-sided p of the rank-sum test, as {@code scipy.stats.mannwhitneyu(method="asymptotic")} has it. */
    static double mannWhitney(double[] a, double[] b) {
        int n = a.length + b.length;
        double[] all = Arrays.copyOf(a, n);
        System.arraycopy(b, 0, all, a.length, b.length);
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> all[i]));
        double ranks = 0;
        double ties = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            while (to < n && all[order[to]] == all[order[from]]) {
                to++;
            }
            double same = to - from;
            ties += same * same * same - same;
            for (int i = from; i < to; i++) {
                if (order[i] < a.length) {
                    ranks += (from + 1 + to) / 2.0;
                }
            }
            from = to;
        }
        double u = ranks - a.length * (a.length + 1) / 2.0;
        double mean = a.length * (double) b.length / 2;
        double variance = a.length * (double) b.length / 12 * (n + 1 - ties / (n * (n - 1.0)));
        if (variance <= 0) {
            return 1;
        }
        double z = (Math.max(u, 2 * mean - u) - mean - 0.5) / Math.sqrt(variance);
        return Math.clamp(2 * new NormalDistribution(null, 0, 1).cumulativeProbability(-z), 0, 1);
    }

    /** With q by Benjamini and Hochberg. */
    private static List<Selectivity> corrected(List<Selectivity> all) {
        double[] q = falseDiscovery(all.stream().mapToDouble(Selectivity::p).toArray());
        return IntStream.range(0, all.size())
                .mapToObj(i -> {
                    Selectivity s = all.get(i);
                    return new Selectivity(s.network, s.value, s.effect, s.p, q[i]);
                })
                .toList();
    }

    /** q of each p: the least share of false ones among the tests that would have to be called true with it. */
    public static double[] falseDiscovery(double[] p) {
        Integer[] order = IntStream.range(0, p.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        double[] q = new double[p.length];
        double least = 1;
        for (int rank = p.length; rank >= 1; rank--) {
            int i = order[rank - 1];
            least = Math.min(least, p[i] * p.length / rank);
            q[i] = least;
        }
        return q;
    }
}

package sulcus.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sulcus.decompose.NeuronMap;
import sulcus.decompose.layout.Courses;
import sulcus.prune.NetworkId;
import sulcus.task.Progress;

/**
 * Everything about one network.
 *
 * @param id which
 * @param z of each neuron: of its signals' z the largest by amount
 * @param course the time course in standard deviations, one value a token, turned so that its largest deviation is positive
 * @param offsets first token of each text, and the number of tokens: texts + 1 values
 * @param tokens what each token looks like
 * @param topTokens the tokens with the largest mean, largest first
 * @param passages where the course is largest, each in another stretch of text
 * @param spectrum power of the course at frequencies k/{@value #WINDOW} a token, k = 0 … {@value #WINDOW}/2; sums to 1
 * @param alike the networks of all layers (of its own group) whose courses are most like its own, most alike first
 */
public record NetworkProfile(
        NetworkId id,
        float[] z,
        float[] course,
        int[] offsets,
        String[] tokens,
        List<TopToken> topTokens,
        List<Passage> passages,
        double[] spectrum,
        List<Alike> alike) {
    /** Length of the windows of the spectrum, tokens. */
    public static final int WINDOW = 256;

    private static final int MOST = 12;

    /**
     * A token that the network answers to.
     *
     * @param mean of the course over its occurrences
     */
    public record TopToken(String text, float mean, int count) {}

    /**
     * A stretch of tokens around a peak.
     *
     * @param text which calibration text
     * @param from first token, counted through the group
     * @param peak the token where the course is largest
     * @param to one beyond the last
     */
    public record Passage(int text, int from, int peak, int to) {}

    /** Another network and |r| of the time courses. */
    public record Alike(NetworkId id, float likeness) {}

    /** Reads one map, one course, and for the likeness the courses of all layers. */
    public static NetworkProfile of(Study study, NetworkId id, String[] tokens, Progress progress) {
        float[] z = NeuronMap.of(study.map(id), study.neurons(id.layer()));
        float[] course = standardized(study.timeCourse(id));
        StudyText text = study.text(id.group());
        int[] offsets = Arrays.stream(text.offsets()).mapToInt(Math::toIntExact).toArray();
        return new NetworkProfile(
                id,
                z,
                course,
                offsets,
                tokens,
                new TopTokens(tokens).of(course, MOST),
                passages(course, offsets),
                Spectrum.welch(course, WINDOW),
                alike(study, id, progress));
    }

    /** In standard deviations from the mean; ICA leaves the sign open, so the largest deviation counts as positive. */
    public static float[] standardized(float[] values) {
        double mean = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElse(0);
        double squares = 0;
        float largest = 0;
        for (float value : values) {
            double d = value - mean;
            squares += d * d;
            largest = Math.abs(d) > Math.abs(largest) ? (float) d : largest;
        }
        double deviation = Math.sqrt(squares / Math.max(1, values.length));
        double scale = deviation > 0 && Double.isFinite(deviation) ? Math.signum(largest) / deviation : 0;
        float[] standard = new float[values.length];
        for (int i = 0; i < standard.length; i++) {
            standard[i] = scale == 0 ? 0 : (float) ((values[i] - mean) * scale);
        }
        return standard;
    }

    private static List<Passage> passages(float[] course, int[] offsets) {
        int around = 12;
        Integer[] order = IntStream.range(0, course.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble((Integer t) -> -course[t]).thenComparing(t -> t));
        boolean[] taken = new boolean[course.length];
        List<Passage> passages = new ArrayList<>();
        for (int t : order) {
            if (passages.size() == MOST) {
                break;
            }
            if (taken[t]) {
                continue;
            }
            int text = 0;
            while (text + 2 < offsets.length && offsets[text + 1] <= t) {
                text++;
            }
            int from = Math.max(offsets[text], t - around);
            int to = Math.min(offsets[Math.min(text + 1, offsets.length - 1)], t + around);
            Arrays.fill(taken, from, Math.max(from, to), true);
            passages.add(new Passage(text, from, t, to));
        }
        return List.copyOf(passages);
    }

    private static List<Alike> alike(Study study, NetworkId id, Progress progress) {
        Courses own = study.courses(id.layer(), id.group()).pick(new int[] {id.network()});
        List<Alike> alike = new ArrayList<>();
        for (int l = 0; l < study.layers(); l++) {
            progress.report("courses of layer " + l, l / (double) study.layers());
            if (study.components(l, id.group()) == 0) {
                continue;
            }
            float[] likeness = own.likeness(study.courses(l, id.group()))[0];
            for (int k = 0; k < likeness.length; k++) {
                NetworkId other = new NetworkId(l, id.group(), k);
                if (!other.equals(id)) {
                    alike.add(new Alike(other, likeness[k]));
                }
            }
        }
        alike.sort(Comparator.comparingDouble((Alike a) -> -a.likeness()).thenComparing(Alike::id));
        return List.copyOf(alike.subList(0, Math.min(MOST, alike.size())));
    }

    /**
     * How active all networks of a group are at one token.
     *
     * @return those with the largest value first, at most {@code most}; the value is in standard deviations of the network's own
     *     course
     */
    public static List<Alike> activeAt(Study study, int group, int token, int most, Progress progress) {
        List<Alike> active = new ArrayList<>();
        for (int l = 0; l < study.layers(); l++) {
            progress.report("courses of layer " + l, l / (double) study.layers());
            for (int k = 0; k < study.components(l, group); k++) {
                NetworkId id = new NetworkId(l, group, k);
                float[] course = standardized(study.timeCourse(id));
                if (token < course.length) {
                    active.add(new Alike(id, course[token]));
                }
            }
        }
        active.sort(Comparator.comparingDouble((Alike a) -> -a.likeness()).thenComparing(Alike::id));
        return List.copyOf(active.subList(0, Math.min(most, active.size())));
    }
}

package sulcus.study.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import sulcus.study.Selectivity;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Pairs of time courses of two models: their ρ, the partners, and what chance gives. */
final class CourseMatch {
    /** Between the seeds of networks (a prime near 2⁶⁴/φ). */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    /** 16 MB of numbers, 200 s of shifts. */
    private static final int MOST_NETWORKS = 2000;

    /** A network's match before p are corrected. */
    private record Raw(KeyCourses.Course own, KeyCourses.Course partner, double rho, double p) {}

    private final int[] ourFrom;
    private final int[] theirFrom;
    /** Tokens of each text that are compared: those of the model that reads fewer. */
    private final int[] lengths;

    private final boolean carried;
    private final int nulls;
    private final long seed;
    private final List<Fingerprint.Matrix> matrices = new ArrayList<>();
    private final List<Raw> found = new ArrayList<>();

    /**
     * @param ours the first model's tokens of each text
     * @param theirs the other's; where they are not as many, the longer is cut to the shorter, as the paper does
     * @param carried whether the networks are the same, and each is set against itself
     */
    CourseMatch(List<int[]> ours, List<int[]> theirs, boolean carried, int nulls, long seed) {
        this.carried = carried;
        this.nulls = nulls;
        this.seed = seed;
        ourFrom = starts(ours);
        theirFrom = starts(theirs);
        lengths = new int[ours.size()];
        Arrays.setAll(lengths, i -> Math.min(ours.get(i).length, theirs.get(i).length));
    }

    private static int[] starts(List<int[]> texts) {
        int[] from = new int[texts.size()];
        for (int i = 1; i < from.length; i++) {
            from[i] = from[i - 1] + texts.get(i - 1).length;
        }
        return from;
    }

    /** Sets the networks of a layer (or of all) against each other. */
    void add(int layer, List<KeyCourses.Course> ours, List<KeyCourses.Course> theirs, Progress progress) {
        if (Math.max(ours.size(), theirs.size()) > MOST_NETWORKS) {
            throw new Refusal("fingerprint across layers: " + Math.max(ours.size(), theirs.size())
                    + " networks are too many; decompose into fewer components, or compare layer by layer");
        }
        String where = layer < 0 ? "all layers" : "layer " + layer;
        progress.report(where + ": correlations", 0);
        float[][] a = ours.stream().map(c -> ranks(c, ourFrom)).toArray(float[][]::new);
        float[][] b = theirs.stream().map(c -> ranks(c, theirFrom)).toArray(float[][]::new);
        float[][] rho = new float[a.length][b.length];
        IntStream.range(0, a.length).parallel().forEach(i -> {
            for (int j = 0; j < b.length; j++) {
                rho[i][j] = (float) Spearman.rho(a[i], b[j]);
            }
        });
        matrices.add(new Fingerprint.Matrix(layer, names(ours), names(theirs), rho));
        int[] partner = partners(rho);
        double[] p = new double[a.length];
        progress.report(where + ": time shifts", 0.2);
        IntStream.range(0, a.length).parallel().forEach(i -> {
            progress.check();
            p[i] = partner[i] < 0
                    ? 1
                    : p(a[i], b, partner[i], rho[i][partner[i]], seed + SEED_STEP * hash(ours.get(i)));
        });
        for (int i = 0; i < a.length; i++) {
            boolean none = partner[i] < 0;
            found.add(new Raw(ours.get(i), none ? null : theirs.get(partner[i]), none ? 0 : rho[i][partner[i]], p[i]));
        }
    }

    private static long hash(KeyCourses.Course course) {
        return 1 + course.network().network() + 100_000L * course.network().layer();
    }

    private int[] partners(float[][] rho) {
        if (carried) {
            return IntStream.range(0, rho.length).toArray();
        }
        double[][] like = new double[rho.length][];
        for (int i = 0; i < rho.length; i++) {
            like[i] = new double[rho[i].length];
            for (int j = 0; j < like[i].length; j++) {
                like[i][j] = Math.abs(rho[i][j]);
            }
        }
        return OneToOne.of(like);
    }

    private static List<String> names(List<KeyCourses.Course> courses) {
        return courses.stream().map(c -> c.network().toString()).toList();
    }

    /** Ranks within each text, one text after another, scaled so that the product of two rows is the mean ρ over texts. */
    private float[] ranks(KeyCourses.Course course, int[] from) {
        float[] all = new float[Arrays.stream(lengths).sum()];
        float scale = (float) (1 / Math.sqrt(lengths.length));
        int at = 0;
        for (int i = 0; i < lengths.length && course.course() != null; i++) {
            float[] ranks = Spearman.ranks(course.course(), from[i], from[i] + lengths[i]);
            for (float rank : ranks) {
                all[at++] = rank * scale;
            }
        }
        return all;
    }

    /** The first tokens of the first text, to two decimals: they are looked at, not computed with. */
    private float[] shown(KeyCourses.Course course, int[] from) {
        if (course == null || course.course() == null) {
            return null;
        }
        float[] shown = Arrays.copyOfRange(course.course(), from[0], from[0] + Math.min(Fingerprint.SHOWN, lengths[0]));
        for (int t = 0; t < shown.length; t++) {
            shown[t] = Math.round(shown[t] * 100) / 100f;
        }
        return shown;
    }

    private double p(float[] own, float[][] theirs, int partner, float observed, long seedOfNetwork) {
        Random random = new Random(seedOfNetwork);
        int asLarge = 0;
        for (int n = 0; n < nulls; n++) {
            float[] shifted = shifted(own, random);
            double best = -1;
            if (carried) {
                best = Spearman.rho(shifted, theirs[partner]);
            } else {
                for (float[] one : theirs) {
                    best = Math.max(best, Math.abs(Spearman.rho(shifted, one)));
                }
            }
            asLarge += best >= (carried ? observed : Math.abs(observed)) ? 1 : 0;
        }
        return (1.0 + asLarge) / (1.0 + nulls);
    }

    /** Each text turned round by an offset of its own. */
    private float[] shifted(float[] own, Random random) {
        float[] shifted = new float[own.length];
        int at = 0;
        for (int length : lengths) {
            int offset = random.nextInt(length);
            System.arraycopy(own, at + offset, shifted, at, length - offset);
            System.arraycopy(own, at, shifted, at + length - offset, offset);
            at += length;
        }
        return shifted;
    }

    List<Fingerprint.Matrix> matrices() {
        return List.copyOf(matrices);
    }

    /** @param threshold from which a network survived */
    List<Fingerprint.Match> matches(double threshold) {
        double[] q =
                Selectivity.falseDiscovery(found.stream().mapToDouble(Raw::p).toArray());
        List<Fingerprint.Match> matches = new ArrayList<>();
        for (int i = 0; i < q.length; i++) {
            Raw raw = found.get(i);
            boolean left = raw.partner != null && raw.partner.course() != null;
            double strength = carried ? raw.rho : Math.abs(raw.rho);
            Fingerprint.Fate fate = !left || q[i] > Fingerprint.LEVEL
                    ? Fingerprint.Fate.GONE
                    : strength >= threshold ? Fingerprint.Fate.SURVIVED : Fingerprint.Fate.CHANGED;
            matches.add(new Fingerprint.Match(
                    raw.own.network().toString(),
                    raw.partner == null ? null : raw.partner.network().toString(),
                    raw.own.keyNeurons(),
                    carried ? raw.partner.left() : -1,
                    raw.rho,
                    raw.p,
                    q[i],
                    fate,
                    shown(raw.own, ourFrom),
                    shown(raw.partner, theirFrom)));
        }
        return matches;
    }
}

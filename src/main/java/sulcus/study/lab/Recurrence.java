package sulcus.study.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import sulcus.format.AtomicFile;
import sulcus.prune.NetworkId;
import sulcus.study.Selectivity;
import sulcus.study.Study;
import sulcus.study.StudyJson;
import sulcus.task.Refusal;

/**
 * In which single texts the networks of a group of texts are found again (arXiv 2502.20408, section 3: group templates against
 * individuals). Each text was decomposed alone; a template is found in it where one of its networks has an intersection over
 * union of key neurons above {@code iou} with it. What chance finds is known from the same texts with each signal shifted in
 * time by itself.
 *
 * @param study name of the study whose networks are the templates
 * @param text name of the texts
 * @param textSha256 their hash
 * @param label whose values are the kinds; null if all texts are one kind
 * @param iou above which two networks are the same
 * @param key |z| above which a neuron is a key neuron
 * @param components networks of each text
 * @param nulls shifted copies of each text
 * @param seed of their offsets and of the ICA
 * @param kinds names, in alphabetical order
 * @param kindOf [text]: index into {@code kinds}
 * @param tokens [text]
 * @param templates in order
 * @param time UTC, ISO 8601
 */
public record Recurrence(
        String study,
        String text,
        String textSha256,
        String label,
        double iou,
        float key,
        int components,
        int nulls,
        long seed,
        List<String> kinds,
        int[] kindOf,
        int[] tokens,
        List<Template> templates,
        String time) {
    /** Share of false ones that is put up with among the matches called significant. */
    public static final double LEVEL = 0.05;

    /**
     * One template against all texts. p are shares of the shifted copies, of texts of the same kind and for templates of the
     * layer of about its size, that match as well: (1 + as good) / (1 + all). q are corrected for all templates and texts
     * (Benjamini and Hochberg 1995).
     *
     * @param network as "layer.network" or "layer.group.network"
     * @param keyNeurons of the template
     * @param iou [text]: the largest intersection over union with a network of the text
     * @param r [text]: the largest |r| of its map with a network's of the text
     * @param matches [text]: how many of the text's networks have a larger intersection over union than the threshold
     * @param pIou [text]
     * @param pR [text]
     * @param qIou [text]; empty before all templates are known
     * @param qR [text]; likewise
     * @param chanceRate [kind]: how often templates of its size are found in a shifted copy of a text of that kind
     * @param chanceFound shifted copies in which the template itself was found
     * @param chanceIou what one in twenty of the shifted copies exceeds
     * @param chanceR likewise of |r|
     */
    public record Template(
            String network,
            int keyNeurons,
            float[] iou,
            float[] r,
            int[] matches,
            float[] pIou,
            float[] pR,
            float[] qIou,
            float[] qR,
            float[] chanceRate,
            int chanceFound,
            float chanceIou,
            float chanceR) {}

    /**
     * One template in the texts of one kind.
     *
     * @param texts of the kind
     * @param found in how many of them an intersection over union lies above the threshold
     * @param networks of the texts that match, as the paper counts: several of one text may
     * @param meanIou of the best match in each text
     * @param meanR of the best match in each text
     * @param p how likely chance finds it in as many texts or more (binomial, with the rate of the shifted copies); 1 without
     *     copies
     * @param q p corrected for all templates and kinds (Benjamini and Hochberg 1995)
     */
    public record Count(
            NetworkId network,
            String kind,
            int texts,
            int found,
            int networks,
            double meanIou,
            double meanR,
            double p,
            double q) {
        /** Whether it recurs by more than chance gives, at the level of false discoveries. */
        public boolean recurs() {
            return q <= LEVEL;
        }
    }

    /** All templates and kinds: kinds in order within each template. */
    public List<Count> counts() {
        List<Count> counts = new ArrayList<>();
        for (Template t : templates) {
            NetworkId id = NetworkId.parse(t.network);
            for (int kind = 0; kind < kinds.size(); kind++) {
                counts.add(count(t, id, kind));
            }
        }
        double[] q =
                Selectivity.falseDiscovery(counts.stream().mapToDouble(Count::p).toArray());
        for (int i = 0; i < q.length; i++) {
            Count c = counts.get(i);
            counts.set(i, new Count(c.network, c.kind, c.texts, c.found, c.networks, c.meanIou, c.meanR, c.p, q[i]));
        }
        return counts;
    }

    private Count count(Template t, NetworkId id, int kind) {
        int texts = 0;
        int found = 0;
        int networks = 0;
        double sumIou = 0;
        double sumR = 0;
        for (int i = 0; i < kindOf.length; i++) {
            if (kindOf[i] == kind) {
                texts++;
                found += t.iou[i] > iou ? 1 : 0;
                networks += t.matches[i];
                sumIou += t.iou[i];
                sumR += t.r[i];
            }
        }
        return new Count(
                id,
                kinds.get(kind),
                texts,
                found,
                networks,
                sumIou / Math.max(1, texts),
                sumR / Math.max(1, texts),
                nulls == 0 ? 1 : asMany(texts, found, t.chanceRate[kind]),
                1);
    }

    /** The probability of {@code found} or more of {@code texts}, each with probability {@code rate}. */
    static double asMany(int texts, int found, double rate) {
        return found == 0
                ? 1
                : Math.clamp(1 - new BinomialDistribution(null, texts, rate).cumulativeProbability(found - 1), 0, 1);
    }

    /** Matches of a template and a text above the threshold. */
    public long found() {
        return counts().stream().mapToLong(Count::found).sum();
    }

    /** How many of them are expected of chance: matches of the shifted copies, a copy of each text. */
    public double expectedFound() {
        return nulls == 0
                ? Double.NaN
                : templates.stream().mapToLong(Template::chanceFound).sum() / (double) nulls;
    }

    /**
     * Share of false ones among the matches above the threshold, by the shifted copies: (1 + matches of copies) / (copies of each
     * text · matches); the 1 keeps few copies from promising none. NaN where nothing can be said.
     */
    public double falseDiscoveryRate() {
        long chance = templates.stream().mapToLong(Template::chanceFound).sum();
        return nulls == 0 || found() == 0 ? Double.NaN : Math.min(1, (1.0 + chance) / nulls / found());
    }

    /** Matches above the threshold whose own q is at most {@link #LEVEL}. */
    public long significant() {
        long count = 0;
        for (Template t : templates) {
            for (int i = 0; i < t.iou.length; i++) {
                count += t.iou[i] > iou && t.qIou[i] <= LEVEL ? 1 : 0;
            }
        }
        return count;
    }

    /** Pairs of a template and a text whose maps correlate by more than chance gives, q at most {@link #LEVEL}. */
    public long correlated() {
        long count = 0;
        for (Template t : templates) {
            for (float q : t.qR) {
                count += q <= LEVEL ? 1 : 0;
            }
        }
        return count;
    }

    /** Where a study keeps the last one. */
    public static Path in(Study study) {
        return study.folder().resolve("recurrence.json");
    }

    /** What a study keeps; null where it was not measured. */
    public static Recurrence of(Study study) {
        return Files.exists(in(study)) ? read(in(study)) : null;
    }

    /** @throws Refusal if the file is not what {@link MeasureRecurrence} wrote */
    public static Recurrence read(Path file) {
        Recurrence read = StudyJson.parse(file.toString(), StudyJson.text(file), Recurrence.class);
        boolean good = read.study != null
                && read.text != null
                && read.kinds != null
                && !read.kinds.isEmpty()
                && read.kinds.stream().noneMatch(k -> k == null)
                && read.kindOf != null
                && read.tokens != null
                && read.tokens.length == read.kindOf.length
                && read.templates != null
                && read.nulls >= 0;
        int texts = good ? read.kindOf.length : 0;
        for (int i = 0; i < texts; i++) {
            good &= read.kindOf[i] >= 0 && read.kindOf[i] < read.kinds.size();
        }
        for (Template t : good ? read.templates : List.<Template>of()) {
            good &= t != null
                    && t.network != null
                    && of(texts, t.iou, t.r, t.pIou, t.pR, t.qIou, t.qR)
                    && t.matches != null
                    && t.matches.length == texts
                    && of(read.kinds.size(), t.chanceRate);
        }
        if (!good) {
            throw new Refusal(file + ": something is missing or contradicts itself; measure it again with sulcus"
                    + " recurrence");
        }
        read.templates.forEach(t -> NetworkId.parse(t.network));
        return read;
    }

    private static boolean of(int length, float[]... arrays) {
        for (float[] array : arrays) {
            if (array == null || array.length != length) {
                return false;
            }
            for (float value : array) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Writes it whole or not at all. */
    void write(Path file) {
        AtomicFile.write(file, StudyJson.pretty(this));
    }
}

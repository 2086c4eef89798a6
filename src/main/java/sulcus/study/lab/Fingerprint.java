package sulcus.study.lab;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sulcus.format.AtomicFile;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.study.StudyJson;
import sulcus.task.Refusal;

/**
 * The networks of one model set against those of another on the same texts (arXiv 2601.22692): Spearman's ρ of the time courses
 * of all pairs, in each text by itself, mean over the texts. Time courses are those of {@link KeyCourses}.
 *
 * @param study name of the study of the first model
 * @param model name of the other
 * @param text name of the texts
 * @param textSha256 their hash
 * @param carried whether the networks are the first model's, carried into the other by the neurons that it kept (then a network
 *     is set against itself); else they are the other's own, matched one to one by |ρ|, the most alike first
 * @param key |z| above which a signal is a key signal
 * @param threshold ρ (|ρ| where networks are matched: the sign of an own network is arbitrary) from which a network survived
 * @param nulls time shifts of each network for p
 * @param texts how many
 * @param tokens in all
 * @param matrices one a layer, or one of all layers
 * @param matches networks of the first model in order
 * @param time UTC, ISO 8601
 */
public record Fingerprint(
        String study,
        String model,
        String text,
        String textSha256,
        boolean carried,
        float key,
        double threshold,
        int nulls,
        int texts,
        long tokens,
        List<Matrix> matrices,
        List<Match> matches,
        String time) {
    /** The paper reports pairs above it. */
    public static final double SURVIVED = 0.5;

    /** Level of false discoveries above which a ρ counts as chance. */
    public static final double LEVEL = 0.05;

    /** Tokens of which time courses are kept, to be looked at. */
    static final int SHOWN = 240;

    /** What became of a network. */
    public enum Fate {
        /** ρ reaches the threshold, and is no chance. */
        SURVIVED,
        /** ρ is less, but more than chance. */
        CHANGED,
        /** None of its key neurons is left, none is there to match it, or ρ is what chance gives. */
        GONE
    }

    /**
     * All pairs.
     *
     * @param layer −1 for all
     * @param ours networks of the first model
     * @param theirs networks of the other
     * @param rho [ours][theirs]; 0 where nothing is left of one
     */
    public record Matrix(int layer, List<String> ours, List<String> theirs, float[][] rho) {}

    /**
     * One network of the first model.
     *
     * @param partner in the other; null for none
     * @param keyNeurons of it
     * @param left how many of them the other model has; −1 where it has networks of its own
     * @param rho with its partner; 0 without
     * @param p how often its time course, shifted in time within each text, has as large a ρ (with the best of all partners
     *     where they are matched): (1 + as large) / (1 + all)
     * @param q p corrected for all networks (Benjamini and Hochberg 1995)
     * @param course its time course at the first tokens of the first text, as many as {@link #SHOWN}: mean signed z of its key
     *     neurons; null in files that were written before it was kept
     * @param partnerCourse the partner's at the same tokens; null likewise, and where nothing is left of it
     */
    public record Match(
            String network,
            String partner,
            int keyNeurons,
            int left,
            double rho,
            double p,
            double q,
            Fate fate,
            float[] course,
            float[] partnerCourse) {}

    /** How many networks have a fate. */
    public int count(Fate fate) {
        return (int) matches.stream().filter(m -> m.fate == fate).count();
    }

    /** Where a study keeps the last one. */
    public static Path in(Study study) {
        return study.folder().resolve("fingerprint.json");
    }

    /** What a study keeps; null where it was not measured. */
    public static Fingerprint of(Study study) {
        return Files.exists(in(study)) ? read(in(study)) : null;
    }

    /** @throws Refusal if the file is not what {@link MeasureFingerprint} wrote */
    public static Fingerprint read(Path file) {
        Fingerprint read = StudyJson.parse(file.toString(), StudyJson.text(file), Fingerprint.class);
        boolean good = read.study != null
                && read.model != null
                && read.text != null
                && read.matrices != null
                && !read.matrices.isEmpty()
                && read.matches != null;
        for (Matrix m : good ? read.matrices : List.<Matrix>of()) {
            good &= m != null && m.ours != null && m.theirs != null && m.rho != null && m.rho.length == m.ours.size();
            for (int i = 0; good && i < m.rho.length; i++) {
                good = m.rho[i] != null && m.rho[i].length == m.theirs.size();
                for (int j = 0; good && j < m.rho[i].length; j++) {
                    good = Float.isFinite(m.rho[i][j]);
                }
            }
        }
        for (Match m : good ? read.matches : List.<Match>of()) {
            good &= m != null && m.network != null && m.fate != null && Double.isFinite(m.rho);
            good = good && isShort(m.course) && isShort(m.partnerCourse);
        }
        if (!good) {
            throw new Refusal(file + ": something is missing or contradicts itself; measure it again with sulcus"
                    + " fingerprint");
        }
        read.matches.forEach(m -> NetworkId.parse(m.network));
        return read;
    }

    private static boolean isShort(float[] course) {
        if (course == null) {
            return true;
        }
        boolean good = course.length <= SHOWN;
        for (float value : course) {
            good &= Float.isFinite(value);
        }
        return good;
    }

    /** Writes it whole or not at all. */
    void write(Path file) {
        AtomicFile.write(file, StudyJson.pretty(this));
    }

    /** A line for each network of the first model. */
    public void writeCsv(Path file) {
        StringBuilder lines = new StringBuilder("network,layer,partner,key_neurons,left,rho,p,q,fate\n");
        for (Match m : matches) {
            lines.append(m.network)
                    .append(',')
                    .append(NetworkId.parse(m.network).layer());
            lines.append(',').append(m.partner == null ? "" : m.partner);
            lines.append(',').append(m.keyNeurons);
            lines.append(',').append(m.left < 0 ? "" : Integer.toString(m.left));
            lines.append(',').append(m.rho).append(',').append(m.p).append(',').append(m.q);
            lines.append(',')
                    .append(m.fate.name().toLowerCase(java.util.Locale.ROOT))
                    .append('\n');
        }
        AtomicFile.write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}

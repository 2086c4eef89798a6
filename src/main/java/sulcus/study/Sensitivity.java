package sulcus.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import sulcus.format.AtomicFile;
import sulcus.prune.LossCurves;
import sulcus.task.Refusal;

/**
 * How a model's loss answers to removing neurons: what {@code sensitivity.METHOD.json} in a study holds.
 *
 * @param method label of the score in whose order neurons were removed, the lowest first
 * @param text that was predicted
 * @param textSha256 its hash
 * @param window tokens of one window
 * @param windows how many were run
 * @param tokens predicted
 * @param denseLoss mean loss of the whole model, nats a token
 * @param shares of a layer's neurons that were removed, ascending, above 0 and below 1
 * @param added [layer][share]: mean loss with that share of that layer alone removed, less {@code denseLoss}; a null row is a
 *     layer without scores
 * @param wholeLayers layers that stayed whole when all others were cut together
 * @param together [share]: the same with that share of all other layers removed at once
 * @param networkTokens predicted when networks were silenced; 0 if they were not
 * @param networks what the silence of each costs
 * @param time UTC, ISO 8601
 */
public record Sensitivity(
        String method,
        String text,
        String textSha256,
        int window,
        int windows,
        long tokens,
        double denseLoss,
        double[] shares,
        double[][] added,
        int[] wholeLayers,
        double[] together,
        long networkTokens,
        List<Silenced> networks,
        String time) {
    /** Label of the study's own order. */
    public static final String NETWORKS = "functional-networks";

    /**
     * A network whose key neurons gave nothing.
     *
     * @param network as "layer.network" or "layer.group.network"
     * @param keyNeurons with |z| above {@link sulcus.prune.Rules#KEY_NEURON}
     * @param added mean loss then, less that of the whole model on the same tokens, nats a token
     */
    public record Silenced(String network, int layer, int keyNeurons, double added) {}

    /** Of every layer alone. */
    public LossCurves curves() {
        return new LossCurves(shares, added);
    }

    /** What the layers that were cut together add alone at a share, summed: the other axis of {@code together}. */
    public double alone(int share) {
        double[] removed = new double[added.length];
        Arrays.fill(removed, shares[share]);
        for (int layer : wholeLayers) {
            if (layer < removed.length) {
                removed[layer] = 0;
            }
        }
        return curves().sum(removed);
    }

    /** That of the study's own order, by max |z| over its networks; null where it was not measured. */
    public static Sensitivity ofNetworks(Study study) {
        return read(study, NETWORKS);
    }

    /** What a study knows; null where it was not measured in the order of that score. */
    public static Sensitivity read(Study study, String method) {
        Path file = new StudyFolder(study.folder()).sensitivity(method);
        if (!Files.exists(file)) {
            return null;
        }
        Sensitivity read = StudyJson.parse(file.toString(), StudyJson.text(file), Sensitivity.class);
        require(file, "method", method.equals(read.method));
        require(file, "text", read.text != null && read.textSha256 != null && read.time != null);
        require(file, "shares", read.shares != null && read.shares.length > 0 && ascending(read.shares));
        require(
                file,
                "together",
                read.together != null && read.together.length == read.shares.length && finite(read.together));
        require(file, "denseLoss", Double.isFinite(read.denseLoss));
        require(file, "wholeLayers", read.wholeLayers != null);
        require(file, "added", read.added != null && read.added.length == study.layers());
        for (double[] layer : read.added) {
            require(file, "added", layer == null || layer.length == read.shares.length && finite(layer));
        }
        require(file, "networks", read.networks != null);
        for (Silenced s : read.networks) {
            require(
                    file,
                    "networks",
                    s != null
                            && s.network != null
                            && s.layer >= 0
                            && s.layer < study.layers()
                            && Double.isFinite(s.added));
        }
        return read;
    }

    /** Puts it into a study, in place of what was known before. */
    void write(Study study) {
        AtomicFile.write(new StudyFolder(study.folder()).sensitivity(method), StudyJson.pretty(this));
    }

    static boolean ascending(double[] shares) {
        for (int i = 0; i < shares.length; i++) {
            if (!(shares[i] > (i == 0 ? 0 : shares[i - 1]) && shares[i] < 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean finite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private static void require(Path file, String what, boolean good) {
        if (!good) {
            throw new Refusal(file + ": " + what + ": missing or wrong; delete the file and measure it again with"
                    + " sulcus sensitivity");
        }
    }
}

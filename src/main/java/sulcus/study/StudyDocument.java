package sulcus.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.text.TextFiles;

/**
 * What {@code study.json} holds: all of a study but its arrays and its history.
 *
 * @param format always {@value #FORMAT}
 * @param version of this layout, {@value #VERSION}; version 1 had no {@code familyCut}, version 2 no
 *     methods in its results, versions up to 3 had one {@code text}, versions up to 4 no {@code minimumStability} in their rules and no
 *     {@code componentsByData} in their settings
 * @param program version of Sulcus that made the study
 * @param created UTC, ISO 8601
 * @param model what was decomposed
 * @param texts the calibration text, file by file or folder by folder in the order of reading; null for activations captured
 *     elsewhere
 * @param captured the file of activations; null for a model with a text
 * @param settings of the decomposition
 * @param device asked for: "auto", "cpu" or "cuda"
 * @param tokens of each group of texts
 * @param layers one entry for each layer and group, layers in order, then groups
 * @param seconds what the decomposition took
 * @param peakBytes largest resident memory of the process that finished it
 * @param rules what is to be preserved
 * @param familyCut height at which the dendrogram of networks is cut into families; null for its natural cut
 * @param networks what the user says about single networks, by "layer.network" or "layer.group.network"
 * @param results what was measured, oldest first
 */
public record StudyDocument(
        String format,
        int version,
        String program,
        String created,
        ModelRecord model,
        List<FileRecord> texts,
        FileRecord captured,
        SettingsRecord settings,
        String device,
        int[] tokens,
        List<LayerRecord> layers,
        Seconds seconds,
        long peakBytes,
        RulesRecord rules,
        Float familyCut,
        Map<String, NetworkNote> networks,
        List<Measurement> results) {
    public static final String FORMAT = "sulcus-study";
    public static final int VERSION = 5;

    /** Which field of .jsonl and .parquet held the calibration text; null for "text". */
    String field() {
        return texts.getFirst().field();
    }

    /** The hash of the calibration text, as {@link sulcus.text.TextFiles#sha256} has it. */
    String textSha256() {
        return TextFiles.sha256(
                texts.stream().map(text -> Path.of(text.path())).toList(),
                texts.stream().map(FileRecord::sha256).toList());
    }

    /**
     * A file that was read.
     *
     * @param path relative to the study folder where it lies near, else absolute; always with slashes
     * @param field of .jsonl and .parquet that held the text; null where there is none
     */
    public record FileRecord(String path, String field, long bytes, String sha256) {}

    /**
     * How a layer's decomposition went, in one group.
     *
     * @param signals M
     * @param components K
     * @param variance share of the variance that the K networks explain together, 0 … 1
     * @param contrast "cube" or "tanh"
     * @param constantSignals signals that did not vary
     * @param captureSeconds of the layer, all groups together
     * @param decomposeSeconds of the layer, all groups together
     */
    public record LayerRecord(
            int layer,
            int group,
            int signals,
            int components,
            double variance,
            int iterations,
            boolean converged,
            String contrast,
            int constantSignals,
            double captureSeconds,
            double decomposeSeconds) {}

    /** Seconds of running the model, of decomposing, and in all (with reading, hashing, layout and writing). */
    public record Seconds(double capture, double decompose, double total) {}

    /**
     * What the user says about a network.
     *
     * @param label "" for none
     * @param colour "#rrggbb", or "" for the default
     * @param note "" for none
     */
    public record NetworkNote(String label, String colour, String note) {
        public static final NetworkNote NONE = new NetworkNote("", "", "");
    }

    /**
     * One perplexity.
     *
     * @param what "dense", "masked", or the name of an exported folder
     * @param method label of the score; "functional-networks" for the dense model too
     * @param rules under which it was pruned; null for the dense model
     * @param compensation label, "none" for the dense model
     * @param feedback α; 0 without
     * @param text file it was measured on
     * @param textSha256 its hash
     * @param standardError of the perplexity over the windows; NaN where it is unknown
     * @param time UTC, ISO 8601
     */
    public record Measurement(
            String what,
            String method,
            RulesRecord rules,
            String compensation,
            double feedback,
            String text,
            String textSha256,
            int window,
            int windows,
            long tokens,
            double perplexity,
            double standardError,
            double meanLoss,
            String time) {
        /** What was predicted. */
        public MeasuredText on() {
            return new MeasuredText(text, textSha256, window, windows);
        }

        /** How what was removed was made up for. */
        public Compensating compensating() {
            Compensation kind = Compensation.parse(compensation);
            return new Compensating(kind, kind == Compensation.FEEDBACK ? feedback : Compensating.FEEDBACK, false);
        }
    }

    /** {@link Settings} with the signals by their label. */
    public record SettingsRecord(
            int components,
            int groups,
            int texts,
            int minimumCharacters,
            int maximumTokens,
            String signals,
            int restarts,
            long seed,
            boolean componentsByData) {
        public static SettingsRecord of(Settings s) {
            return new SettingsRecord(
                    s.components(),
                    s.groups(),
                    s.texts(),
                    s.minimumCharacters(),
                    s.maximumTokens(),
                    s.signals().label(),
                    s.restarts(),
                    s.seed(),
                    s.componentsByData());
        }

        public Settings settings() {
            for (Signals known : Signals.values()) {
                if (known.label().equals(signals)) {
                    return new Settings(
                            components,
                            groups,
                            texts,
                            minimumCharacters,
                            maximumTokens,
                            known,
                            restarts,
                            seed,
                            componentsByData);
                }
            }
            throw new IllegalArgumentException("signals \"" + signals + "\" are unknown");
        }
    }

    /** How many networks a layer has, in words: from how few to how many where the data decided. */
    public static String networksALayer(List<LayerRecord> layers) {
        IntSummaryStatistics found =
                layers.stream().mapToInt(LayerRecord::components).summaryStatistics();
        return found.getMin() == found.getMax() ? found.getMin() + "" : found.getMin() + " to " + found.getMax();
    }

    public StudyDocument withRules(Rules changed) {
        return new StudyDocument(
                format,
                version,
                program,
                created,
                model,
                texts,
                captured,
                settings,
                device,
                tokens,
                layers,
                seconds,
                peakBytes,
                RulesRecord.of(changed),
                familyCut,
                networks,
                results);
    }

    /** @param height null for the natural cut */
    public StudyDocument withFamilyCut(Float height) {
        return new StudyDocument(
                format, version, program, created, model, texts, captured, settings, device, tokens, layers, seconds,
                peakBytes, rules, height, networks, results);
    }

    /** With something said about a network; an empty note takes it away. */
    public StudyDocument withNote(NetworkId network, NetworkNote note) {
        Map<String, NetworkNote> changed = new TreeMap<>(networks);
        if (note.equals(NetworkNote.NONE)) {
            changed.remove(network.toString());
        } else {
            changed.put(network.toString(), note);
        }
        return with(changed, results);
    }

    /** With one more measurement. */
    public StudyDocument withResult(Measurement result) {
        List<Measurement> changed = new ArrayList<>(results);
        changed.add(result);
        return with(networks, List.copyOf(changed));
    }

    private StudyDocument with(Map<String, NetworkNote> notes, List<Measurement> measured) {
        return new StudyDocument(
                format, version, program, created, model, texts, captured, settings, device, tokens, layers, seconds,
                peakBytes, rules, familyCut, notes, measured);
    }
}

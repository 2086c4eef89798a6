package sulcus.study;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import sulcus.decompose.ModelDecomposition;
import sulcus.decompose.Settings;
import sulcus.format.Sha256;
import sulcus.model.Model;
import sulcus.prune.Footprint;
import sulcus.prune.Rules;
import sulcus.run.Device;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.CalibrationText;
import sulcus.text.Corpus;
import sulcus.text.TextFiles;

/**
 * Model and text to a study: the whole decomposition. What was finished survives a cancel and a crash; the same operation
 * again goes on from there and gives what an uninterrupted one gives.
 *
 * @param model as for {@link Model#open}
 * @param text calibration text
 * @param field of .jsonl and .parquet; null for "text"
 * @param out study folder, must not exist
 * @param memory bytes the process may take, by estimate; 0 for no limit
 */
public record Decompose(
        Path model, TextFiles text, String field, Path out, Settings settings, Device device, long memory) {
    /** The share of the work that is neither layout nor hashes. */
    private static final double SWEEP = 0.96;

    /**
     * @throws Refusal if the model, the text or the folder will not do, or more memory would be needed
     */
    public Decomposed run(Progress progress) {
        long start = System.nanoTime();
        check(settings);
        StudyWriter.refuseExisting(out.toAbsolutePath().normalize());
        progress.report("opening", 0);
        Corpus corpus = Corpus.read(text, field);
        try (Model opened = Model.open(model)) {
            List<List<CalibrationText>> chosen = CalibrationTokens.choose(opened, corpus, settings);
            List<List<int[]>> groups = chosen.stream()
                    .map(group -> group.stream().map(CalibrationText::tokens).toList())
                    .toList();
            MemoryNeed.of(opened.description(), groups, settings).check(memory);
            int[] layers = IntStream.range(0, opened.description().layers()).toArray();
            try (StudyWriter writer = StudyWriter.begin(out, layers, key(opened, groups))) {
                try {
                    return run(opened, chosen, groups, writer, start, progress);
                } finally {
                    writer.discardIfEmpty();
                }
            }
        }
    }

    private Decomposed run(
            Model opened,
            List<List<CalibrationText>> chosen,
            List<List<int[]>> groups,
            StudyWriter writer,
            long start,
            Progress progress) {
        int resumed = writer.finished();
        CompletableFuture<List<StudyDocument.FileRecord>> hashes = ModelFiles.hashes(opened, progress);
        ModelDecomposition.run(opened, groups, settings, device, resumed, writer::put, progress.part(0.005, SWEEP));
        writer.tokens(groups, texts(chosen));
        writer.summarize(opened.description().neurons(), progress.part(SWEEP, 0.99));
        progress.report("hashes of the model and the text", 0.99);
        StudyDocument document = document(opened, groups, writer, ModelFiles.await(hashes), start);
        progress.check();
        writer.finish(document, History.Step.now("decompose", arguments(), null, ""));
        long tokens = IntStream.of(document.tokens()).asLongStream().sum();
        return new Decomposed(
                writer.target(),
                document.model().layers(),
                settings.groups(),
                settings.components(),
                tokens,
                document.seconds(),
                document.peakBytes(),
                document.layers(),
                resumed);
    }

    private StudyDocument document(
            Model opened,
            List<List<int[]>> groups,
            StudyWriter writer,
            List<StudyDocument.FileRecord> files,
            long start) {
        Path folder = writer.target();
        List<StudyDocument.LayerRecord> reports = writer.reports();
        return new StudyDocument(
                StudyDocument.FORMAT,
                StudyDocument.VERSION,
                Program.version(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                record(opened, folder, files),
                text.places().stream()
                        .map(place -> ModelFiles.record(Places.store(folder, place), field, place, Progress.NONE))
                        .toList(),
                null,
                StudyDocument.SettingsRecord.of(settings),
                device.name().toLowerCase(Locale.ROOT),
                groups.stream().mapToInt(Decompose::tokens).toArray(),
                reports,
                seconds(reports, start),
                PeakMemory.bytes(),
                RulesRecord.of(Rules.opening(opened.description().layers())),
                null,
                new TreeMap<>(),
                List.of());
    }

    static ModelRecord record(Model opened, Path folder, List<StudyDocument.FileRecord> files) {
        Footprint footprint = Footprint.of(opened);
        return new ModelRecord(
                Places.store(folder, opened.source()),
                opened.format(),
                opened.description().family(),
                files,
                opened.description().hiddenSize(),
                footprint.neurons(),
                footprint.perNeuron(),
                footprint.biasPerLayer(),
                footprint.parameters(),
                footprint.bytesPerParameter());
    }

    /** A layer's seconds stand in each of its groups' reports; they count once. */
    static StudyDocument.Seconds seconds(List<StudyDocument.LayerRecord> reports, long start) {
        double capture = 0;
        double decompose = 0;
        for (StudyDocument.LayerRecord report : reports) {
            if (report.group() == 0) {
                capture += report.captureSeconds();
                decompose += report.decomposeSeconds();
            }
        }
        return new StudyDocument.Seconds(capture, decompose, (System.nanoTime() - start) * 1e-9);
    }

    private static List<StudyText.Text> texts(List<List<CalibrationText>> chosen) {
        List<StudyText.Text> texts = new ArrayList<>();
        for (int g = 0; g < chosen.size(); g++) {
            for (int i = 0; i < chosen.get(g).size(); i++) {
                CalibrationText text = chosen.get(g).get(i);
                texts.add(new StudyText.Text(g, i, text.tokens().length, new TreeMap<>(text.labels()), text.text()));
            }
        }
        return texts;
    }

    static int tokens(List<int[]> group) {
        return group.stream().mapToInt(text -> text.length).sum();
    }

    /** Everything that decides the result, hashed: interrupted work is taken up only if it is the same work. */
    private String key(Model opened, List<List<int[]>> groups) {
        StringBuilder all = new StringBuilder(ModelFiles.stamp(opened));
        all.append(StudyJson.line(StudyDocument.SettingsRecord.of(settings))).append(device);
        for (List<int[]> group : groups) {
            for (int[] text : group) {
                all.append(text.length).append(':');
                for (int id : text) {
                    all.append(id).append(' ');
                }
            }
        }
        return Sha256.of(all.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("model", model.toString());
        arguments.put("text", text.words());
        if (field != null) {
            arguments.put("field", field);
        }
        arguments(arguments, settings);
        arguments.put("device", device.name().toLowerCase(Locale.ROOT));
        return arguments;
    }

    static void arguments(Map<String, String> arguments, Settings s) {
        arguments.put("texts", Integer.toString(s.texts()));
        arguments.put("min-characters", Integer.toString(s.minimumCharacters()));
        arguments.put("max-tokens", Integer.toString(s.maximumTokens()));
        arguments.put("groups", Integer.toString(s.groups()));
        arguments.put("components", components(s));
        arguments.put("signals", s.signals().label());
        arguments.put("restarts", Integer.toString(s.restarts()));
        arguments.put("seed", Long.toString(s.seed()));
    }

    /** As the command line has it. */
    static String components(Settings s) {
        return (s.componentsByData() ? "auto:" : "") + s.components();
    }

    static void check(Settings s) {
        atLeast("components", s.components(), 1);
        atLeast("groups", s.groups(), 1);
        atLeast("texts", s.texts(), 1);
        atLeast("min-characters", s.minimumCharacters(), 0);
        atLeast("max-tokens", s.maximumTokens(), 1);
        atLeast("restarts", s.restarts(), 1);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new Refusal(name + " " + value + ": give " + least + " or more");
        }
    }
}

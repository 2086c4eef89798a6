package sulcus.study;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import sulcus.decompose.CapturedActivations;
import sulcus.decompose.ModelDecomposition;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.Sha256;
import sulcus.format.TensorInfo;
import sulcus.model.Model;
import sulcus.prune.Rules;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Activations captured elsewhere to a study.
 *
 * @param activations a .safetensors as the command activations writes it
 * @param model that they are of; null if unknown (the study then cannot say how many parameters are removed)
 * @param out study folder, must not exist
 * @param memory bytes the process may take, by estimate; 0 for no limit
 */
public record DecomposeCaptured(Path activations, Path model, Path out, Settings settings, long memory) {

    public Decomposed run(Progress progress) {
        long start = System.nanoTime();
        Decompose.check(settings);
        if (settings.groups() != 1) {
            throw new Refusal(
                    "groups " + settings.groups() + ": captured activations are one group; leave --groups at 1");
        }
        StudyWriter.refuseExisting(out.toAbsolutePath().normalize());
        progress.report("opening", 0);
        try (CapturedActivations captured = CapturedActivations.open(activations)) {
            if (model == null) {
                return run(captured, null, start, progress);
            }
            try (Model opened = Model.open(model)) {
                fit(captured, opened);
                return run(captured, opened, start, progress);
            }
        }
    }

    private void fit(CapturedActivations captured, Model opened) {
        int[] neurons = opened.description().neurons();
        for (int layer : captured.layers()) {
            if (layer >= neurons.length || captured.shape(layer)[1] != neurons[layer]) {
                throw new Refusal(activations + ": layer " + layer + ": " + captured.shape(layer)[1]
                        + " neurons were captured, but " + model
                        + (layer >= neurons.length
                                ? " has " + neurons.length + " layers"
                                : " has " + neurons[layer] + " there")
                        + "; give the model that they are of");
            }
        }
    }

    private Decomposed run(CapturedActivations captured, Model opened, long start, Progress progress) {
        int[] layers = captured.layers().stream().mapToInt(Integer::intValue).toArray();
        int[] neurons =
                opened == null ? widths(captured, layers) : opened.description().neurons();
        int tokens = captured.shape(layers[0])[0];
        for (int layer : layers) {
            int[] shape = captured.shape(layer);
            if (shape[0] != tokens) {
                throw new Refusal(activations + ": layer " + layer + ": has " + shape[0] + " tokens, layer " + layers[0]
                        + " has " + tokens + "; capture all layers on the same tokens");
            }
            boolean both = settings.signals() == Signals.ACTIVATION_UP;
            MemoryNeed.captured(tokens, shape[1], both ? 2 : 1, both ? 2L * shape[1] : shape[1], settings)
                    .check(memory);
        }
        CompletableFuture<List<StudyDocument.FileRecord>> hashes =
                opened == null ? null : ModelFiles.hashes(opened, progress);
        StudyDocument.FileRecord source = ModelFiles.record(
                Places.store(out.toAbsolutePath(), activations), null, activations, progress.part(0, 0.02));
        String key = Sha256.of((source.sha256() + StudyJson.line(StudyDocument.SettingsRecord.of(settings)))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try (StudyWriter writer = StudyWriter.begin(out, layers, key)) {
            try {
                int resumed = writer.finished();
                ModelDecomposition.run(captured, settings, resumed, writer::put, progress.part(0.02, 0.96));
                writer.tokens(List.of(List.of(ids(tokens))), List.of());
                writer.summarize(neurons, progress.part(0.96, 1));
                StudyDocument document = document(
                        writer,
                        opened == null
                                ? unknown(neurons)
                                : Decompose.record(opened, writer.target(), ModelFiles.await(hashes)),
                        source,
                        tokens,
                        start);
                writer.finish(document, History.Step.now("decompose", arguments(), null, ""));
                return new Decomposed(
                        writer.target(),
                        layers.length,
                        1,
                        settings.components(),
                        tokens,
                        document.seconds(),
                        document.peakBytes(),
                        document.layers(),
                        resumed);
            } finally {
                writer.discardIfEmpty();
            }
        }
    }

    private static int[] widths(CapturedActivations captured, int[] layers) {
        int[] neurons = new int[layers[layers.length - 1] + 1];
        for (int layer : layers) {
            neurons[layer] = captured.shape(layer)[1];
        }
        return neurons;
    }

    private static ModelRecord unknown(int[] neurons) {
        return new ModelRecord(
                null, "captured", "", List.of(), 0, neurons, new int[neurons.length], new int[neurons.length], 0, 0);
    }

    // Without ids the time courses still have their length.
    private int[] ids(int tokens) {
        int[] ids = new int[tokens];
        java.util.Arrays.fill(ids, -1);
        try (SafetensorsFile file = SafetensorsFile.open(activations)) {
            TensorInfo info = file.tensors().get("input_ids");
            if (info != null && info.elements() == tokens) {
                if (info.type() == ElementType.I32) {
                    return LittleEndian.ints(file.bytes(info));
                }
                if (info.type() == ElementType.I64) {
                    long[] wide = LittleEndian.longs(file.bytes(info));
                    for (int t = 0; t < tokens; t++) {
                        ids[t] = (int) wide[t];
                    }
                }
            }
        }
        return ids;
    }

    private StudyDocument document(
            StudyWriter writer, ModelRecord record, StudyDocument.FileRecord source, int tokens, long start) {
        List<StudyDocument.LayerRecord> reports = writer.reports();
        return new StudyDocument(
                StudyDocument.FORMAT,
                StudyDocument.VERSION,
                Program.version(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                record,
                null,
                source,
                StudyDocument.SettingsRecord.of(settings),
                "cpu",
                new int[] {tokens},
                reports,
                Decompose.seconds(reports, start),
                PeakMemory.bytes(),
                RulesRecord.of(Rules.opening(record.layers())),
                null,
                new TreeMap<>(),
                List.of());
    }

    private Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        if (model != null) {
            arguments.put("model", model.toString());
        }
        arguments.put("from-activations", activations.toString());
        arguments.put("components", Decompose.components(settings));
        arguments.put("signals", settings.signals().label());
        arguments.put("restarts", Integer.toString(settings.restarts()));
        arguments.put("seed", Long.toString(settings.seed()));
        return arguments;
    }
}

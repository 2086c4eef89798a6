package sulcus.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import sulcus.decompose.LayerNetworks;
import sulcus.decompose.LayerResult;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.format.Sha256;
import sulcus.prune.Rules;
import sulcus.task.Progress;

/**
 * A study as large as a large model's, with networks that were planted: each neuron is a key neuron of one network of its
 * layer, and networks share their function with networks of other layers. Written with the writer that decompositions use;
 * the same numbers give the same maps. In the size of the benchmark, 80 layers × 28,672 neurons × 128 networks, the maps
 * take 1.2 GB.
 */
public record LargeStudy(int layers, int neurons, int networks, int tokens) {
    public static final LargeStudy BENCHMARK = new LargeStudy(80, 28_672, 128, 2048);

    /** A wide model has so many functions that its layers share. */
    private static final int FUNCTIONS = 60;

    private static final int TEXTS = 8;
    private static final int HIDDEN = 8192;

    /** Writes the study, layer by layer. An unfinished one is taken up where it was left. */
    public void write(Path out, Progress progress) {
        long start = System.nanoTime();
        int[] all = IntStream.range(0, layers).toArray();
        int[] widths = new int[layers];
        Arrays.fill(widths, neurons);
        String key = Sha256.of(("planted " + this).getBytes(StandardCharsets.UTF_8));
        float[][] functions = functions();
        try (StudyWriter writer = StudyWriter.begin(out, all, key)) {
            while (writer.finished() < layers) {
                int layer = writer.finished();
                progress.report("layer " + layer, 0.8 * layer / layers);
                writer.put(layer(layer, functions));
            }
            writer.tokens(List.of(sequences()), texts());
            writer.summarize(widths, progress.part(0.8, 1));
            writer.finish(document(writer, widths, start), History.Step.now("decompose", Map.of(), null, ""));
        }
    }

    private float[][] functions() {
        SplittableRandom random = new SplittableRandom(7);
        float[][] functions = new float[FUNCTIONS][tokens];
        for (float[] course : functions) {
            for (int t = 0; t < tokens; t++) {
                course[t] = (float) random.nextGaussian();
            }
        }
        return functions;
    }

    private LayerResult layer(int layer, float[][] functions) {
        SplittableRandom random = new SplittableRandom(1000 + layer);
        int signals = 2 * neurons;
        int[] of = random.ints(neurons, 0, networks).toArray();
        float[] maps = new float[networks * signals];
        float[] noise = noise(random);
        for (int k = 0; k < networks; k++) {
            for (int s = 0; s < signals; s++) {
                float z = noise[random.nextInt() & noise.length - 1];
                boolean key = of[s % neurons] == k;
                maps[k * signals + s] = key ? (float) (2 - 2 * Math.log(1 - random.nextDouble())) + z : z;
            }
            standardize(maps, k * signals, signals);
        }
        float[] courses = new float[networks * tokens];
        int[] function = random.ints(networks, 0, FUNCTIONS).toArray();
        for (int k = 0; k < networks; k++) {
            for (int t = 0; t < tokens; t++) {
                courses[k * tokens + t] = 0.8f * functions[function[k]][t] + 0.6f * (float) random.nextGaussian();
            }
        }
        LayerNetworks found = new LayerNetworks(
                layer,
                0,
                tokens,
                neurons,
                signals,
                networks,
                maps,
                courses,
                falling(),
                IntStream.range(0, networks).mapToDouble(k -> 1000.0 / (k + 1)).toArray(),
                30,
                true,
                "cube",
                0,
                null,
                null);
        return new LayerResult(layer, List.of(found), found.scores(), magnitudes(random), magnitudes(random), 1.0, 1.0);
    }

    /** Normal deviates to draw from, as 600 million of them are needed. */
    private static float[] noise(SplittableRandom random) {
        float[] noise = new float[1 << 16];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian() * 0.9f;
        }
        return noise;
    }

    private static void standardize(float[] values, int from, int count) {
        double sum = 0;
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
            squares += (double) values[i] * values[i];
        }
        float mean = (float) (sum / count);
        float scale = (float) (1 / Math.sqrt(squares / count - (double) mean * mean));
        for (int i = from; i < from + count; i++) {
            values[i] = (values[i] - mean) * scale;
        }
    }

    /** Shares of variance, largest first, 0.8 together. */
    private float[] falling() {
        double sum =
                IntStream.range(0, networks).mapToDouble(k -> 1 / (k + 5.0)).sum();
        float[] shares = new float[networks];
        for (int k = 0; k < networks; k++) {
            shares[k] = (float) (0.8 / (k + 5) / sum);
        }
        return shares;
    }

    private float[] magnitudes(SplittableRandom random) {
        float[] values = new float[neurons];
        for (int j = 0; j < neurons; j++) {
            values[j] = (float) Math.exp(random.nextGaussian() - 2);
        }
        return values;
    }

    private List<int[]> sequences() {
        List<int[]> sequences = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            sequences.add(IntStream.range(i * tokens / TEXTS, (i + 1) * tokens / TEXTS)
                    .map(t -> t % 1000)
                    .toArray());
        }
        return sequences;
    }

    private List<StudyText.Text> texts() {
        return IntStream.range(0, TEXTS)
                .mapToObj(i -> new StudyText.Text(0, i, tokens / TEXTS, Map.of(), "word ".repeat(tokens / TEXTS)))
                .toList();
    }

    private StudyDocument document(StudyWriter writer, int[] widths, long start) {
        int[] perNeuron = new int[layers];
        int[] bias = new int[layers];
        Arrays.fill(perNeuron, 3 * HIDDEN);
        Arrays.fill(bias, HIDDEN);
        // the MLPs are four fifths of it
        long parameters = 5L * 3 * HIDDEN * layers * neurons / 4;
        List<StudyDocument.LayerRecord> reports = writer.reports();
        return new StudyDocument(
                StudyDocument.FORMAT,
                StudyDocument.VERSION,
                Program.version(),
                Instant.EPOCH.toString(),
                new ModelRecord(null, "captured", "", List.of(), HIDDEN, widths, perNeuron, bias, parameters, 2),
                null,
                new StudyDocument.FileRecord("planted.safetensors", null, 0, Sha256.of(new byte[0])),
                StudyDocument.SettingsRecord.of(
                        new Settings(networks, 1, TEXTS, 200, tokens, Signals.ACTIVATION_UP, 1, 0)),
                "cpu",
                new int[] {tokens},
                reports,
                Decompose.seconds(reports, start),
                PeakMemory.bytes(),
                RulesRecord.of(Rules.opening(layers)),
                null,
                new TreeMap<>(),
                List.of());
    }
}

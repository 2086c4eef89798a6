package sulcus.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import sulcus.algebra.Algebra;
import sulcus.algebra.Matrix;
import sulcus.decompose.LayerResult;
import sulcus.decompose.ModelDecomposition;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.task.Progress;
import sulcus.text.Calibration;
import sulcus.text.CalibrationText;
import sulcus.text.Corpus;
import sulcus.text.Tokenizer;

/**
 * Times the decomposition of a model beside the machine's float32 matrix product in the same run:
 * {@code mvn -q test-compile exec:exec@benchmark -Dbenchmark=Decompose -Dbenchmark.args="MODEL TEXT"}.
 */
public final class DecomposeBenchmark {
    private DecomposeBenchmark() {}

    public static void main(String[] args) throws Exception {
        Settings settings =
                new Settings(128, 1, 40, 200, 1024, Signals.ACTIVATION_UP, 1, 0); // as the Python route has it
        double before = gigaflops();
        long begin = System.nanoTime();
        List<LayerResult> results = new ArrayList<>();
        int tokens;
        double weights = 0;
        try (Model model = Model.open(Path.of(args[0]));
                Tokenizer tokenizer = Tokenizer.open(Path.of(args[0]))) {
            List<List<int[]>> groups = new ArrayList<>();
            for (List<CalibrationText> group : Calibration.select(
                    Corpus.read(Path.of(args[1]), null),
                    tokenizer,
                    settings.groups(),
                    settings.texts(),
                    settings.minimumCharacters(),
                    settings.maximumTokens())) {
                groups.add(group.stream().map(CalibrationText::tokens).toList());
            }
            tokens = groups.stream()
                    .flatMap(List::stream)
                    .mapToInt(t -> t.length)
                    .sum();
            var description = model.description();
            long vocabulary = (long) description.vocabulary() * description.hiddenSize();
            weights = model.parameters() - (description.tiedEmbeddings() ? vocabulary : 2 * vocabulary);
            ModelDecomposition.run(model, groups, settings, Device.CPU, results::add, Progress.NONE);
        }
        double total = (System.nanoTime() - begin) * 1e-9;
        double after = gigaflops();
        double capture =
                results.stream().mapToDouble(LayerResult::captureSeconds).sum();
        double decompose =
                results.stream().mapToDouble(LayerResult::decomposeSeconds).sum();
        double captureRate = 2 * weights * tokens / capture * 1e-9;
        say("tokens %d · layers %d · components %d", tokens, results.size(), settings.components());
        say(
                "total %.1f s: capture %.1f s (%.0f tokens/s), decomposition %.1f s (%.2f s a layer)",
                total, capture, tokens / capture, decompose, decompose / results.size());
        say("matrix product (float32, 2,048³) %.0f GFLOP/s before, %.0f after", before, after);
        say(
                "capture's products alone make %.0f GFLOP/s: %.2f of the machine's",
                captureRate, captureRate / ((before + after) / 2));
        say(
                "not converged: %d layers",
                results.stream()
                        .filter(r -> r.groups().stream().anyMatch(n -> !n.converged()))
                        .count());
        say("peak resident set %s", peak());
    }

    private static double gigaflops() {
        int n = 2048;
        Random random = new Random(0);
        float[] values = new float[n * n];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        try (Algebra algebra = Algebra.open(false);
                Matrix a = algebra.matrix(n, n, Matrix.Type.FLOAT32);
                Matrix c = algebra.matrix(n, n, Matrix.Type.FLOAT32)) {
            a.write(0, n, values, 0);
            double best = 0;
            for (int i = 0; i < 8; i++) {
                long begin = System.nanoTime();
                algebra.product(1, a, false, a, false, 0, c);
                best = Math.max(best, 2.0 * n * n * n / (System.nanoTime() - begin));
            }
            return best;
        }
    }

    private static String peak() throws java.io.IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "unknown here";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\D+", ""))
                .map(kibibytes -> String.format(Locale.ROOT, "%.2f GB", Long.parseLong(kibibytes) * 1024e-9))
                .findFirst()
                .orElse("unknown");
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}

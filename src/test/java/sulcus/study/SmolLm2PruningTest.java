package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.decompose.Settings;
import sulcus.evaluate.Perplexity;
import sulcus.export.ExportSettings;
import sulcus.export.Exported;
import sulcus.export.HuggingFaceExport;
import sulcus.export.Layout;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Plan;
import sulcus.prune.PreservedSet;
import sulcus.prune.Pruner;
import sulcus.prune.Pruning;
import sulcus.prune.UniformWidths;
import sulcus.prune.score.ScoreNeurons;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.text.Corpus;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;

/**
 * A real model from GGUF to pruned Hugging Face folders. Expected perplexities were computed by transformers in float32, with
 * a preserved set and calibration texts that are given.
 */
class SmolLm2PruningTest {
    private static final Path SHARED = Path.of(System.getProperty("sulcus.shared", "../shared"));
    private static final Path MODEL = SHARED.resolve("models/SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf");
    private static final String PRESERVED =
            SHARED.resolve("oracle/smollm2/scores.safetensors") + ":kept.functional_networks.0.3";
    private static final int WINDOW = 1024;
    private static final int SHORT = 384;

    @TempDir
    Path folder;

    @BeforeEach
    void present() {
        assumeTrue(Files.exists(MODEL), "needs " + MODEL);
    }

    private static int[] tokens;

    /** The evaluation text, encoded once for all tests. */
    private static int[] tokens() {
        if (tokens == null) {
            try (Tokenizer tokenizer = Tokenizer.open(MODEL)) {
                tokens = tokenizer.encode(Corpus.read(SHARED.resolve("text/wikitext-2/test.txt"), null)
                        .whole());
            }
        }
        return tokens;
    }

    private static double perplexity(Runner runner, Gates gates, int windows, int window) {
        return Perplexity.measure(runner, gates, tokens(), window, (long) windows * window, Progress.NONE)
                .perplexity();
    }

    @Test
    void perplexityOfTheDenseAndTheCompensatedModelIsTheOracles() {
        try (Model dense = Model.open(MODEL);
                Runner runner = Runner.open(dense, Device.CPU)) {
            Plan plan = PreservedSet.read(PRESERVED, dense.description().neurons());
            List<List<int[]>> calibration = CalibrationTokens.of(
                    dense, TextFiles.of(SHARED.resolve("text/wikitext-2/valid.txt")), null, Settings.DEFAULT);
            Pruning bias = Pruner.compensate(
                    dense, plan, new Compensating(Compensation.BIAS, 0, true), calibration, Device.CPU, Progress.NONE);

            assertThat(perplexity(runner, Gates.OPEN, 10, WINDOW)).isCloseTo(23.4432, Percentage.withPercentage(0.1));
            assertThat(perplexity(runner, bias.gates(), 10, WINDOW)).isCloseTo(66.7021, Percentage.withPercentage(0.3));
        }
    }

    @Test
    void everyLayoutOnDiskHasThePerplexityOfTheMaskedModel() {
        try (Model dense = Model.open(MODEL);
                Runner runner = Runner.open(dense, Device.CPU)) {
            Plan given = PreservedSet.read(PRESERVED, dense.description().neurons());
            double masked = perplexity(runner, Pruning.of(given).gates(), 1, SHORT);
            assertThat(exported(dense, given, Layout.COMPACT)).isCloseTo(masked, within(masked * 5e-5));
            assertThat(exported(dense, given, Layout.PADDED)).isCloseTo(masked, within(masked * 5e-5));

            Plan uniform = UniformWidths.of(
                    given,
                    new ScoreNeurons(dense, List.of(Scores.MAGNITUDE), null, 0, Device.CPU)
                            .run(null, Progress.NONE)
                            .get(Scores.MAGNITUDE),
                    1);
            double equally = perplexity(runner, Pruning.of(uniform).gates(), 1, SHORT);
            assertThat(exported(dense, uniform, Layout.UNIFORM)).isCloseTo(equally, within(equally * 5e-5));
        }
    }

    private double exported(Model dense, Plan plan, Layout layout) {
        ExportSettings settings = new ExportSettings(folder.resolve(layout.label()), layout, ElementType.F32, Map.of());
        Exported exported = HuggingFaceExport.write(dense, Pruning.of(plan), settings, Device.CPU, Progress.NONE);
        try (Model written = Model.open(exported.out());
                Runner runner = Runner.open(written, Device.CPU)) {
            return perplexity(runner, Gates.OPEN, 1, SHORT);
        }
    }
}

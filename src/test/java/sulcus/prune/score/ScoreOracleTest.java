package sulcus.prune.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;
import sulcus.decompose.Settings;
import sulcus.format.SafetensorsFile;
import sulcus.format.TensorInfo;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.study.CalibrationTokens;
import sulcus.task.Progress;
import sulcus.text.TextFiles;

/** Every rival's score of every neuron of a real model against values computed by other people's software on the same texts. */
class ScoreOracleTest {
    private static final Path SHARED = Path.of(System.getProperty("sulcus.shared", "../shared"));
    private static final Path MODEL = SHARED.resolve("models/SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf");

    @Test
    void rankCorrelationsAreNearOne() {
        assumeTrue(Files.exists(MODEL), "needs " + MODEL);
        List<Score> rivals = List.of(new WandaSp(), new Flap(), new SurgeonOrder(), new Magnitude());
        try (Model model = Model.open(MODEL);
                SafetensorsFile oracle = SafetensorsFile.open(SHARED.resolve("oracle/smollm2/scores.safetensors"))) {
            List<List<int[]>> texts = CalibrationTokens.of(
                    model, TextFiles.of(SHARED.resolve("text/wikitext-2/valid.txt")), null, Settings.DEFAULT);
            Map<Score, float[][]> scores =
                    new ScoreNeurons(model, rivals, null, 0, Device.CPU).run(texts, Progress.NONE);
            for (Score rival : rivals) {
                TensorInfo expected = oracle.tensor("score." + rival.label());
                for (int layer = 0; layer < scores.get(rival).length; layer++) {
                    float[] mine = scores.get(rival)[layer];
                    float[] theirs = new float[mine.length];
                    oracle.readFloats(expected, (long) layer * mine.length, mine.length, MemorySegment.ofArray(theirs));
                    double correlation = new SpearmansCorrelation().correlation(doubles(mine), doubles(theirs));
                    assertThat(correlation)
                            .as(rival.title() + ", layer " + layer)
                            .isGreaterThanOrEqualTo(0.999);
                }
            }
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}

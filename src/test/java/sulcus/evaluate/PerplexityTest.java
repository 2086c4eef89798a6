package sulcus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.export.TinyFolder;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class PerplexityTest {
    @TempDir
    Path folder;

    @Test
    void isTheExponentialOfTheMeanLossOverWholeWindowsWithoutTheirFirstTokens() throws Exception {
        try (Model model =
                        Model.open(TinyFolder.write(folder.resolve("m"), TinyFolder.llama(), ElementType.F32, null));
                Runner runner = Runner.open(model, Device.CPU)) {
            int[] text = TinyFolder.text(47);
            double sum = 0;
            double[] means = new double[4];
            for (int w = 0; w < 4; w++) {
                int[] ids = Arrays.copyOfRange(text, 10 * w, 10 * w + 10);
                float[] logits = runner.logits(ids, Gates.OPEN);
                for (int t = 0; t < 9; t++) {
                    double z = 0;
                    for (int v = 0; v < TinyFolder.VOCABULARY; v++) {
                        z += Math.exp(logits[t * TinyFolder.VOCABULARY + v]);
                    }
                    double loss = Math.log(z) - logits[t * TinyFolder.VOCABULARY + ids[t + 1]];
                    sum += loss;
                    means[w] += loss / 9;
                }
            }
            Perplexity p = Perplexity.measure(runner, Gates.OPEN, text, 10, -1, Progress.NONE);
            assertThat(p.windows()).isEqualTo(4);
            assertThat(p.tokens()).isEqualTo(36);
            assertThat(p.meanLoss()).isCloseTo(sum / 36, within(1e-5));
            assertThat(p.perplexity()).isCloseTo(Math.exp(sum / 36), within(1e-3));
            double squares = 0;
            for (double mean : means) {
                squares += Math.pow(mean - sum / 36, 2);
            }
            double error = Math.sqrt(squares / 3) / 2;
            assertThat(p.meanLossError()).isCloseTo(error, within(1e-5));
            assertThat(p.standardError()).isCloseTo(Math.exp(sum / 36) * error, within(1e-3));
            assertThat(Perplexity.measure(runner, Gates.OPEN, text, 40, -1, Progress.NONE)
                            .standardError())
                    .isNaN();
            assertThat(p.tokensPerSecond()).isPositive();
            assertThat(Perplexity.measure(runner, Gates.OPEN, text, 10, 29, Progress.NONE)
                            .windows())
                    .isEqualTo(2);
            assertThatThrownBy(() -> Perplexity.measure(runner, Gates.OPEN, text, 48, -1, Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("47 tokens");
            assertThatThrownBy(() -> Perplexity.measure(runner, Gates.OPEN, text, 10, 9, Progress.NONE))
                    .isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> Perplexity.measure(runner, Gates.OPEN, text, 1, -1, Progress.NONE))
                    .isInstanceOf(Refusal.class);
        }
    }
}

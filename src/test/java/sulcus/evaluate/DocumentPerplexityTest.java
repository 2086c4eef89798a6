package sulcus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

class DocumentPerplexityTest {
    @TempDir
    Path folder;

    @Test
    void isTheLossOfAllTokensByWordsAndBytes() throws Exception {
        try (Model model =
                        Model.open(TinyFolder.write(folder.resolve("m"), TinyFolder.llama(), ElementType.F32, null));
                Runner runner = Runner.open(model, Device.CPU)) {
            int[] text = TinyFolder.text(16);
            int[] first = Arrays.copyOf(text, 11);
            int[] second = Arrays.copyOfRange(text, 11, 16);
            // 11 tokens in windows of 8: the prefix and seven, then eight that predict the last three
            int[] begin = new int[8];
            begin[0] = 3;
            System.arraycopy(first, 0, begin, 1, 7);
            int[] shortOne = {3, second[0], second[1], second[2], second[3]};
            double a = -LogProbability.of(runner, begin, Arrays.copyOf(first, 8))
                    - LogProbability.of(runner, Arrays.copyOfRange(first, 2, 10), Arrays.copyOfRange(first, 8, 11));
            double b = -LogProbability.of(runner, shortOne, second);

            DocumentPerplexity p = DocumentPerplexity.measure(
                    runner,
                    Gates.OPEN,
                    List.of(
                            new DocumentPerplexity.Counted(first, 6, 40),
                            new DocumentPerplexity.Counted(second, 4, 17),
                            new DocumentPerplexity.Counted(new int[0], 1, 0)),
                    3,
                    8,
                    Progress.NONE);
            assertThat(p.loss()).isCloseTo(a + b, within(1e-4));
            assertThat(p.tokens()).isEqualTo(16);
            assertThat(p.windows()).isEqualTo(3);
            assertThat(p.documents()).isEqualTo(3);
            assertThat(p.wordPerplexity()).isCloseTo(Math.exp((a + b) / 11), within(1e-3));
            assertThat(p.bytePerplexity()).isCloseTo(Math.exp((a + b) / 57), within(1e-4));
            assertThat(p.bitsPerByte()).isCloseTo((a + b) / 57 / Math.log(2), within(1e-5));
            assertThat(p.perplexity()).isCloseTo(Math.exp((a + b) / 16), within(1e-3));
            double r = (a + b) / 11;
            double squares = Math.pow(a - 6 * r, 2) + Math.pow(b - 4 * r, 2) + r * r;
            assertThat(p.wordLossError()).isCloseTo(Math.sqrt(squares / 2 * 3) / 11, within(1e-5));
            assertThat(p.standardError()).isCloseTo(p.wordPerplexity() * p.wordLossError(), within(1e-9));

            assertThat(DocumentPerplexity.measure(
                                    runner,
                                    Gates.OPEN,
                                    List.of(new DocumentPerplexity.Counted(first, 6, 40)),
                                    3,
                                    64,
                                    Progress.NONE)
                            .wordLossError())
                    .isNaN();
            assertThatThrownBy(() -> DocumentPerplexity.measure(
                            runner,
                            Gates.OPEN,
                            List.of(new DocumentPerplexity.Counted(new int[0], 1, 0)),
                            3,
                            8,
                            Progress.NONE))
                    .isInstanceOf(Refusal.class);
        }
    }
}

package sulcus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.ChoiceItem;
import sulcus.text.Tokenizer;

/** On the bundled sample's model. */
class MultipleChoiceTest {
    private static final Path MODEL = Path.of("sample-data", "model");
    private static Model model;
    private static Tokenizer tokenizer;
    private static Runner runner;

    @BeforeAll
    static void open() {
        model = Model.open(MODEL);
        tokenizer = Tokenizer.open(MODEL);
        runner = Runner.open(model, Device.CPU);
    }

    @AfterAll
    static void close() {
        runner.close();
        tokenizer.close();
        model.close();
    }

    private static MultipleChoice measure(List<ChoiceItem> items, String delimiter, int length) {
        return MultipleChoice.measure(runner, Gates.OPEN, tokenizer, items, delimiter, length, Progress.NONE);
    }

    /** log p of a text after another, encoded apart: these texts begin where words do. */
    private static double sum(String context, String text) {
        int[] before = tokenizer.encode(context);
        int[] targets = tokenizer.encode(text);
        int[] ids = Arrays.copyOf(before, before.length + targets.length - 1);
        System.arraycopy(targets, 0, ids, before.length, targets.length - 1);
        return LogProbability.of(runner, ids, targets);
    }

    private static int best(double... values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    @Test
    void theBestChoiceHasTheHighestLogProbabilityAndTheBestNormalizedOneThatByCharacters() {
        List<ChoiceItem> items = ChoiceItem.read(Path.of("sample-data", "tasks", "choices.jsonl"));
        int right = 0;
        int normalized = 0;
        for (ChoiceItem item : items) {
            double[] sums = item.choices().stream()
                    .mapToDouble(choice -> sum(item.context(), choice))
                    .toArray();
            double[] byLength = new double[sums.length];
            Arrays.setAll(byLength, c -> sums[c] / item.choices().get(c).length());
            right += best(sums) == item.answer() ? 1 : 0;
            normalized += best(byLength) == item.answer() ? 1 : 0;
        }
        MultipleChoice m = measure(items, "", 1024);
        int n = items.size();
        assertThat(n).isEqualTo(84);
        assertThat(m.items()).isEqualTo(n);
        assertThat(m.accuracy()).isCloseTo(right / (double) n, within(1e-12));
        assertThat(m.accuracyNormalized()).isCloseTo(normalized / (double) n, within(1e-12));
        assertThat(m.standardError()).isCloseTo(Math.sqrt(m.accuracy() * (1 - m.accuracy()) / (n - 1)), within(1e-12));
        assertThat(m.cut()).isZero();
        // the sample was trained to know the answers
        assertThat(m.accuracy()).isGreaterThan(0.9);
    }

    @Test
    void lengthDecidesBetweenALikelyShortChoiceAndALongOne() {
        String context = "Question: What is the capital of France?\nAnswer:";
        String shortOne = " Rome.\n";
        String longOne = " Paris.\nQuestion: What is the capital of Spain?\nAnswer: Madrid.\n";
        double a = sum(context, shortOne);
        double b = sum(context, longOne);
        MultipleChoice m = measure(List.of(new ChoiceItem(context, List.of(shortOne, longOne), 1)), "", 1024);
        assertThat(m.accuracy()).isEqualTo(b > a ? 1 : 0);
        assertThat(m.accuracyNormalized()).isEqualTo(b / longOne.length() > a / shortOne.length() ? 1 : 0);
        assertThat(m.standardError()).isNaN();
    }

    @Test
    void aDelimiterIsJudgedButHasNoLength() {
        String context = "Question: What colour is coal?\nAnswer:";
        List<ChoiceItem> apart = List.of(new ChoiceItem(context, List.of("Pink.\n", "Black.\n"), 1));
        assertThat(measure(apart, " ", 1024).accuracy()).isEqualTo(1);
        // white space at a context's end goes with the choice: the same tokens
        List<ChoiceItem> behind = List.of(new ChoiceItem(context + " ", List.of("Pink.\n", "Black.\n"), 1));
        assertThat(measure(behind, "", 1024).accuracy()).isEqualTo(1);
    }

    @Test
    void longContextsLoseTheirBeginning() {
        String context = "a lost part. ".repeat(40) + "\n7+5=";
        MultipleChoice m = measure(List.of(new ChoiceItem(context, List.of("3\n", "12\n"), 1)), "", 24);
        int[] before = tokenizer.encode(context);
        double[] sums = new double[2];
        for (int c = 0; c < 2; c++) {
            int[] targets = tokenizer.encode(c == 0 ? "3\n" : "12\n");
            int kept = 24 - (targets.length - 1);
            int[] ids = Arrays.copyOf(Arrays.copyOfRange(before, before.length - kept, before.length), 24);
            System.arraycopy(targets, 0, ids, kept, targets.length - 1);
            sums[c] = LogProbability.of(runner, ids, targets);
        }
        assertThat(m.cut()).isEqualTo(2);
        assertThat(m.accuracy()).isEqualTo(sums[1] > sums[0] ? 1 : 0);
    }

    @Test
    void refusesAChoiceThatIsLongerThanTheModelSees() {
        List<ChoiceItem> items = List.of(new ChoiceItem("a", List.of("b", "a long answer ".repeat(20)), 1));
        assertThatThrownBy(() -> measure(items, "", 16))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("item 1: choice 1");
    }

    @Test
    void theLossesOfTargetsAreThoseOfTheWholeText() {
        int[] ids = tokenizer.encode("Buy tea, figs, eggs; in order: eggs, figs, tea!\n");
        float[] whole = runner.losses(ids, Gates.OPEN);
        float[] part = runner.losses(
                Arrays.copyOf(ids, ids.length - 1), Arrays.copyOfRange(ids, ids.length - 5, ids.length), Gates.OPEN);
        assertThat(part).hasSize(5);
        for (int k = 0; k < 5; k++) {
            assertThat(part[k]).isCloseTo(whole[whole.length - 5 + k], within(1e-4f));
        }
    }
}

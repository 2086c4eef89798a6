package sulcus.workbench.preserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sulcus.evaluate.Perplexity;
import sulcus.task.ByHand;
import sulcus.task.Refusal;
import sulcus.workbench.SyntheticStudy;
import sulcus.workbench.command.Undo;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.study.Subject;

class MeasureModelTest {
    private final Undo undo = new Undo();
    private final CutModel cut = new CutModel(undo);
    private final Subject subject = SyntheticStudy.subject();
    private final ByHand timer = new ByHand();
    private final ByHand reader = new ByHand();
    private final ByHand engine = new ByHand();
    private final ByHand window = new ByHand();
    private final List<Long> measured = new ArrayList<>();
    private boolean broken;

    /** The perplexity is the number of kept neurons; that of the dense model is 1. */
    private final MeasureModel model = new MeasureModel(
            cut,
            (s, c, plan, progress) -> {
                if (broken) {
                    throw new Refusal("text.txt: is gone; choose another");
                }
                long kept =
                        plan == null ? 1 : java.util.Arrays.stream(plan.kept()).sum();
                measured.add(kept);
                return new Perplexity(kept, 0, Double.NaN, 1, 1, 2, 1);
            },
            () -> "words.txt",
            timer,
            reader,
            engine,
            window);

    @BeforeEach
    void open() {
        cut.open(subject);
        model.open(subject);
    }

    private void rest() {
        for (int i = 0; i < 4; i++) {
            timer.all();
            reader.all();
            engine.all();
            window.all();
        }
    }

    private double pruned() {
        return ((Reading.Measured) model.prunedProperty().get()).perplexity().perplexity();
    }

    @Test
    void measuresTheDenseModelOnceAndThenTheCut() {
        assertThat(model.denseProperty().get()).isInstanceOf(Reading.Open.class);
        rest();
        assertThat(measured).containsExactly(1L, cut.outcome().neuronsKept());
        assertThat(pruned()).isEqualTo(cut.outcome().neuronsKept());
    }

    @Test
    void aMovedThresholdIsMeasuredOnceItRests() {
        rest();
        measured.clear();
        cut.setThreshold(3);
        cut.setThreshold(4);
        assertThat(model.prunedProperty().get()).isInstanceOf(Reading.Open.class);
        rest();
        assertThat(measured).containsExactly(cut.outcome().neuronsKept());
        assertThat(pruned()).isEqualTo(cut.outcome().neuronsKept());
    }

    @Test
    void anAnswerForAnOlderCutIsNeverShown() {
        rest();
        cut.setThreshold(3);
        timer.all();
        engine.all();
        cut.setThreshold(5);
        window.all();
        assertThat(model.prunedProperty().get()).isInstanceOf(Reading.Open.class);
        rest();
        assertThat(pruned()).isEqualTo(cut.outcome().neuronsKept());
    }

    @Test
    void undoShowsWhatWasMeasuredBefore() {
        rest();
        double first = pruned();
        cut.setThreshold(5);
        rest();
        measured.clear();
        undo.undo();
        assertThat(pruned()).isEqualTo(first);
        rest();
        assertThat(measured).isEmpty();
    }

    @Test
    void anEstimateStandsInWhileTheCutIsMeasured() {
        assertThat(model.estimateProperty().get()).isNaN();
        rest();
        double dense =
                ((Reading.Measured) model.denseProperty().get()).perplexity().perplexity();
        double removed = cut.outcome().neuronsRemoved();
        double perplexity = pruned();
        cut.setThreshold(3);
        assertThat(model.prunedProperty().get()).isInstanceOf(Reading.Open.class);
        double steepness = Math.log(perplexity / dense) / removed;
        assertThat(Math.log(model.estimateProperty().get()))
                .as("from the dense model and one setting")
                .isCloseTo(Math.log(dense) + steepness * cut.outcome().neuronsRemoved(), within(1e-9));
    }

    @Test
    void aRefusalIsShownAsItsLine() {
        broken = true;
        rest();
        assertThat(model.prunedProperty().get()).isEqualTo(new Reading.Failed("text.txt: is gone; choose another"));
    }

    @Test
    void nothingOpenNothingMeasured() {
        model.open(null);
        rest();
        assertThat(measured).isEmpty();
        assertThat(model.prunedProperty().get()).isEqualTo(new Reading.None());
    }
}

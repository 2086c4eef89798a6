package sulcus.workbench.preserve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.workbench.SyntheticStudy;
import sulcus.workbench.command.Undo;
import sulcus.workbench.study.Ranking;
import sulcus.workbench.study.Subject;

class MethodModelTest {
    private static final Score WANDA = Scores.parse("wanda");
    private static final Score FLAP = Scores.parse("flap");

    private final CutModel cut = new CutModel(new Undo());
    private final Subject subject = SyntheticStudy.subject();
    private final List<Consumer<Ranking>> looked = new ArrayList<>();
    private final List<Consumer<Ranking>> found = new ArrayList<>();
    private final List<Runnable> ended = new ArrayList<>();

    private final MethodModel model = new MethodModel(cut, new MethodModel.Source() {
        @Override
        public void kept(Score method, Consumer<Ranking> answer) {
            looked.add(answer);
        }

        @Override
        public void compute(Score method, Consumer<Ranking> answer, Runnable end) {
            found.add(answer);
            ended.add(end);
        }
    });

    @BeforeEach
    void open() {
        cut.open(subject);
        model.open(subject);
    }

    private Score method() {
        return cut.cut().method();
    }

    @Test
    void aScoreThatTheStudyHasIsTakenAtOnce() {
        model.choose(WANDA);
        looked.getFirst().accept(SyntheticStudy.rival(subject, WANDA));
        assertThat(method()).isSameAs(WANDA);
        model.choose(Scores.NETWORKS);
        model.choose(WANDA);
        assertThat(looked).as("known by now").hasSize(1);
        assertThat(method()).isSameAs(WANDA);
    }

    @Test
    void aMissingScoreIsOfferedAndTakenOnceItIsComputed() {
        model.choose(WANDA);
        assertThat(model.offeredProperty().get()).isNull();
        looked.getFirst().accept(null);
        assertThat(model.offeredProperty().get()).isSameAs(WANDA);
        assertThat(method()).as("decides until then").isSameAs(Scores.NETWORKS);
        model.compute();
        model.compute();
        assertThat(found).hasSize(1);
        assertThat(model.computingProperty().get()).isTrue();
        found.getFirst().accept(SyntheticStudy.rival(subject, WANDA));
        ended.getFirst().run();
        assertThat(method()).isSameAs(WANDA);
        assertThat(model.offeredProperty().get()).isNull();
        assertThat(model.computingProperty().get()).isFalse();
    }

    @Test
    void aCancelledComputationIsOfferedAgain() {
        model.choose(WANDA);
        looked.getFirst().accept(null);
        model.compute();
        ended.getFirst().run();
        assertThat(model.computingProperty().get()).isFalse();
        assertThat(model.offeredProperty().get()).isSameAs(WANDA);
        model.decline();
        assertThat(model.offeredProperty().get()).isNull();
        assertThat(method()).isSameAs(Scores.NETWORKS);
    }

    @Test
    void whoChoosesAnotherMeanwhileKeepsIt() {
        model.choose(WANDA);
        looked.getFirst().accept(null);
        model.compute();
        model.choose(FLAP);
        looked.getLast().accept(SyntheticStudy.rival(subject, FLAP));
        found.getFirst().accept(SyntheticStudy.rival(subject, WANDA));
        assertThat(method()).isSameAs(FLAP);
        model.choose(WANDA);
        assertThat(method()).as("it is known all the same").isSameAs(WANDA);
    }

    @Test
    void anAnswerForAStudyThatWasLeftCountsForNothing() {
        model.choose(WANDA);
        Subject next = SyntheticStudy.subject();
        cut.open(next);
        model.open(next);
        looked.getFirst().accept(SyntheticStudy.rival(subject, WANDA));
        assertThat(method()).isSameAs(Scores.NETWORKS);
    }
}

package sulcus.prune.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sulcus.model.Model;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.run.Device;
import sulcus.study.MethodScores;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class SelectiveTest {
    private static final Path SAMPLE = Path.of("sample-data");

    @Test
    void whatServesOneKindAloneScoresLowest() {
        Importance.Sums forget = new Importance.Sums(3);
        forget.add(MemorySegment.ofArray(new float[] {2, 1, 0}));
        Importance.Sums retain = new Importance.Sums(3);
        retain.add(MemorySegment.ofArray(new float[] {0, -1, 3}));
        float[] scores = Selective.of(forget, retain);
        assertThat(scores[0]).isCloseTo(0.001f / 2.001f, within(1e-7f));
        assertThat(scores[1]).isCloseTo(1, within(1e-6f));
        assertThat(scores[2]).isCloseTo(3001, within(0.5f));
    }

    @Test
    void aLabelNamesTheKind() {
        assertThat(Scores.parse("selective:kind=dates")).isEqualTo(new Selective("kind", "dates"));
        assertThat(new Selective("kind", "a=b").label()).isEqualTo("selective:kind=a=b");
        assertThat(Scores.parse("selective:kind=a=b")).isEqualTo(new Selective("kind", "a=b"));
        assertThatThrownBy(() -> Scores.parse("selective"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("selective:LABEL=VALUE");
    }

    @Test
    void aStudyIsCutByItAndItsTextsSayWhichKindsThereAre() {
        try (Study study = Study.open(SAMPLE.resolve("study"));
                Model model = Model.open(study.modelPath())) {
            assertThat(study.kinds()).containsOnlyKeys("kind");
            assertThat(study.kinds().get("kind")).contains("arithmetic", "brackets", "dates", "lists");
            Score score = new Selective("kind", "brackets");
            Map<Score, float[][]> scores = MethodScores.of(
                    study,
                    List.of(score, Scores.MAGNITUDE),
                    MethodScores.Basis.of(study, model, 0, false),
                    Device.CPU,
                    Progress.NONE);
            Plan plan = Planner.plan(
                    score.allocation().apply(scores.get(score)),
                    study.footprint(),
                    null,
                    Rules.defaults(study.layers()).withTarget(new Target.Neurons(0.1)));
            assertThat(plan.preserved()).hasSize(study.layers());
            assertThat(scores.get(Scores.MAGNITUDE)).hasDimensions(study.layers(), study.neurons(0));
            assertThatThrownBy(() -> MethodScores.of(
                            study,
                            List.of(new Selective("kind", "poems")),
                            MethodScores.Basis.of(study, model, 0, false),
                            Device.CPU,
                            Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("poems");
        }
    }
}

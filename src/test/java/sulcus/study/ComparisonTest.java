package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sulcus.study.Comparison.Curve;
import sulcus.study.Comparison.Point;

class ComparisonTest {
    private static final MeasuredText ON = new MeasuredText("t.txt", "ab", 64, 2);

    private static Compared row(String method, double neurons, long seed, double perplexity, double error) {
        return new Compared(
                method,
                "same-share",
                "none",
                0,
                "pruned",
                "",
                List.of(),
                neurons,
                0,
                seed,
                0,
                9,
                neurons,
                0,
                neurons / 2,
                perplexity,
                error,
                "t.txt",
                "ab",
                64,
                2,
                126,
                1,
                "m",
                "t");
    }

    @Test
    void severalSeedsAreAMeanWithItsDeviationOneSeedHasTheErrorOfItsWindows() {
        List<Curve> curves = Comparison.curves(
                List.of(
                        row("flap", 0.5, 0, 30, 1),
                        row("flap", 0.2, 0, 10, 0.5),
                        row("flap", 0.2, 1, 14, 0.5),
                        row("wanda", 0.2, 0, 12, 0.25),
                        // measured anew: the later one counts
                        row("flap", 0.2, 0, 12, 0.5)),
                List.of());
        assertThat(curves).extracting(Curve::name).containsExactly("FLAP", "Wanda-sp");
        Point two = curves.getFirst().points().getFirst();
        assertThat(two.perplexity()).isEqualTo(13);
        assertThat(two.error()).isEqualTo(Math.sqrt(2), within(1e-12));
        assertThat(two.seeds()).isEqualTo(2);
        Point one = curves.getFirst().points().getLast();
        assertThat(one.neuronsRemoved()).isEqualTo(0.5);
        assertThat(one.error()).isEqualTo(1);
        assertThat(one.seeds()).isEqualTo(1);
    }

    @Test
    void theFrontHoldsWhatNothingBeats() {
        Comparison comparison = new Comparison(
                ON,
                9,
                Double.NaN,
                Comparison.curves(
                        List.of(
                                row("flap", 0.2, 0, 10, 0),
                                row("flap", 0.4, 0, 20, 0),
                                row("wanda", 0.2, 0, 12, 0),
                                row("wanda", 0.3, 0, 9.5, 0),
                                row("wanda", 0.4, 0, 21, 0)),
                        List.of()),
                List.of());
        assertThat(comparison.front(Point::neuronsRemoved, Set.of()))
                .extracting(Point::perplexity)
                .as("less removed and worse is beaten")
                .containsExactly(9.5, 20.0);
        assertThat(comparison.front(Point::neuronsRemoved, Set.of("Wanda-sp")))
                .extracting(Point::perplexity)
                .containsExactly(10.0, 20.0);
    }

    @Test
    void textsMixOnlyWhereTheyAreTheSame() {
        assertThat(ON.like(new MeasuredText("t.txt", "", 64, 2))).isTrue();
        assertThat(ON.like(new MeasuredText("t.txt", "cd", 64, 2))).isFalse();
        assertThat(ON.like(new MeasuredText("t.txt", "ab", 64, 3))).isFalse();
        assertThat(ON.like(new MeasuredText("u.txt", "ab", 64, 2))).isFalse();
    }
}

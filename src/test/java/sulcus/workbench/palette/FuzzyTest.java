package sulcus.workbench.palette;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FuzzyTest {
    private static int score(String query, String text) {
        return Fuzzy.score(query, text).orElseThrow();
    }

    @Test
    void lettersMustStandInTheirOrder() {
        assertThat(Fuzzy.score("exp", "Export figure…")).isPresent();
        assertThat(Fuzzy.score("EF", "Export figure…")).isPresent();
        assertThat(Fuzzy.score("fe", "Export f")).isEmpty();
        assertThat(Fuzzy.score("xx", "Export")).isEmpty();
        assertThat(Fuzzy.score("", "Export")).isPresent();
        assertThat(Fuzzy.score("a", "")).isEmpty();
    }

    @Test
    void beginningsOfWordsAndNeighboursCountMore() {
        assertThat(score("ef", "Export figure…")).isGreaterThan(score("ef", "Undefined"));
        assertThat(score("fig", "Copy figure")).isGreaterThan(score("fig", "Fetch inner glue"));
        assertThat(score("undo", "Undo")).isGreaterThan(score("undo", "Undo threshold of layer 7"));
    }

    @Test
    void theBestOfSeveralPlacesIsTaken() {
        // "ne" stands in "one" too, but begins a word later on
        assertThat(score("ne", "one network")).isGreaterThan(score("ne", "one"));
    }
}

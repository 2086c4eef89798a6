package sulcus.workbench.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextSearchTest {
    private static final String[] TOKENS = {"The", " c", "at", " and", "", " the", " CAT", "s"};

    @Test
    void wordsAreFoundOverTokensAndWhateverTheirCase() {
        assertThat(TextSearch.of(TOKENS, "cat").starts()).containsExactly(1, 6);
        assertThat(TextSearch.of(TOKENS, "the").starts()).containsExactly(0, 5);
        assertThat(TextSearch.of(TOKENS, " the cats").starts()).containsExactly(5);
        assertThat(TextSearch.of(TOKENS, "dog").starts()).isEmpty();
        assertThat(TextSearch.of(TOKENS, "").starts()).isEmpty();
        assertThat(TextSearch.of(new String[0], "a").starts()).isEmpty();
    }

    @Test
    void afterTheLastPlaceComesTheFirst() {
        TextSearch cat = TextSearch.of(TOKENS, "cat");
        assertThat(cat.next(0)).isZero();
        assertThat(cat.next(2)).isEqualTo(1);
        assertThat(cat.next(7)).isZero();
        assertThat(cat.back(6)).isZero();
        assertThat(cat.back(1)).isEqualTo(1);
        assertThat(TextSearch.of(TOKENS, "dog").next(0)).isEqualTo(-1);
    }
}

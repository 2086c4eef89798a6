package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WikiTextTest {
    /** What the harness's {@code wikitext_detokenizer} makes of this page (lm_eval 0.4.9). */
    @Test
    void undoesTheTokenizationAsTheHarnessDoes() {
        String page =
                " = Title = \n \n He said : \" no . \" ( 1 @,@ 000 @.@ 5 m ) ; it 's the boys ' { x } [ y ] 5 \u00b0 N of"
                        + " /' 7/ a @-@ b ? ' q ' ( ( nested ) ) ( open \n";
        assertThat(WikiText.detokenize(page))
                .isEqualTo(
                        " = Title =\n\nHe said: \"no.\" (1,000.5 m); it's the boys' {x} [y] 5\u00b0N of /'[0-9]/ a-b?' q \'"
                                + " (( nested) ) ( open\n");
        assertThat(Words.count(page)).isEqualTo(52);
    }

    @Test
    void pagesBeginAtTitlesAndNotAtSections() {
        String file = " \n = One = \n \n text \n = = Part = = \n more \n = = = Deep = = = \n = Two = \n \n end \n";
        assertThat(WikiText.pages(file))
                .isEqualTo(List.of(
                        " = One = \n \n text \n = = Part = = \n more \n = = = Deep = = = ", " = Two = \n \n end \n"));
        assertThat(WikiText.pages("no title")).containsExactly("no title");
        assertThat(WikiText.pages(" = A = \n = B = ")).containsExactly(" = A = ", " = B = ");
    }

    @Test
    void wordsAreWhatPythonSplitsAtWhiteSpace() {
        assertThat(Words.count("")).isEqualTo(1);
        assertThat(Words.count("one")).isEqualTo(1);
        assertThat(Words.count("one  two\n")).isEqualTo(3);
        assertThat(Words.count(" \u00a0one\u2003two\u0085three\u001cfour\u200bfive"))
                .isEqualTo(5);
    }
}

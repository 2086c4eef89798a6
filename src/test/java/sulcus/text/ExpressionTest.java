package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(x+x+)+y",
                "(a|aa)+$",
                "(?:a|a)*b",
                "(a?){40}a{40}",
                "((a{1,9}){1,9}){1,9}b",
                "(a*)*",
                "(.*)\\1",
                "(?<w>a+)\\k<w>",
                "(?~ab)",
                "(a",
                "a)",
                "[a",
                "*",
                "a*b*a*b*a*c"
            })
    void whatCouldStopTheProgramIsRefused(String expression) {
        assertThatThrownBy(() -> Expression.longestText(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expression");
    }

    @Test
    void knownExpressionsTakeLongTexts() {
        for (String name : PreTokenizer.names()) {
            for (String pattern : PreTokenizer.named(name).patterns()) {
                assertThat(Expression.longestText(pattern)).isGreaterThan(1 << 20);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {2,}",
                "\\p{N}{1,3}(?=(?:\\p{N}{3})*(?!\\p{N}))",
                "[[:alpha:]&&[^a\\]]]+",
                "(?i:'s|'t|'re)|\\p{L}+| ?[^\\s\\p{L}]+",
                "(?<!a)b+?"
            })
    void oneRepetitionTakesLongTexts(String expression) {
        assertThat(Expression.longestText(expression)).isGreaterThan(1 << 20);
    }

    @Test
    void repetitionsInARowTakeShorterTexts() {
        assertThat(Expression.longestText("a*a*$")).isBetween(1_000, 3_000);
        assertThat(Expression.longestText("\\s+\\S+(?:x+)y")).isBetween(100, 200);
    }
}

package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.task.Refusal;

class ChoiceItemTest {
    private static final String GOOD =
            "{\"context\": \"a\", \"choices\": [\"b\", \"c\"], \"answer\": 1, \"kind\": \"x\"}\n";

    @TempDir
    Path folder;

    @Test
    void readsAnItemALine() throws IOException {
        Path file = folder.resolve("items.jsonl");
        Files.writeString(file, GOOD + "\n" + GOOD.replace("\"a\"", "\"\""));
        assertThat(ChoiceItem.read(file))
                .containsExactly(
                        new ChoiceItem("a", java.util.List.of("b", "c"), 1),
                        new ChoiceItem("", java.util.List.of("b", "c"), 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "[1]",
                "{\"choices\": [\"b\", \"c\"], \"answer\": 1}",
                "{\"context\": 3, \"choices\": [\"b\", \"c\"], \"answer\": 1}",
                "{\"context\": \"a\", \"answer\": 1}",
                "{\"context\": \"a\", \"choices\": [\"b\"], \"answer\": 0}",
                "{\"context\": \"a\", \"choices\": [\"b\", 4], \"answer\": 0}",
                "{\"context\": \"a\", \"choices\": [\"b\", \"\"], \"answer\": 0}",
                "{\"context\": \"a\", \"choices\": [\"b\", \"c\"]}",
                "{\"context\": \"a\", \"choices\": [\"b\", \"c\"], \"answer\": 2}",
                "{\"context\": \"a\", \"choices\": [\"b\", \"c\"], \"answer\": -1}",
                "{\"context\": \"a\", \"choices\": [\"b\", \"c\"], \"answer\": 0.5}",
                "{\"context\": \"a\", \"choices\": [\"b\", \"c\"], \"answer\": \"b\"}",
                "{\"context\": \"a\", \"choices\": [\"b\", \"c\"], \"answer\": 99999999999}",
                "{\"context\": \"a\", \"context\": \"a\", \"choices\": [\"b\", \"c\"], \"answer\": 1}",
            })
    void refusesALineThatIsNoItemWithFileAndLine(String line) throws IOException {
        Path file = folder.resolve("items.jsonl");
        Files.writeString(file, GOOD + line + "\n");
        assertThatThrownBy(() -> ChoiceItem.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("items.jsonl: line 2: ");
    }

    @Test
    void refusesFilesWithoutItems() throws IOException {
        Path blank = Files.writeString(folder.resolve("blank.jsonl"), "\n \n");
        Path text = Files.writeString(folder.resolve("items.txt"), GOOD);
        assertThatThrownBy(() -> ChoiceItem.read(blank))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no item");
        assertThatThrownBy(() -> ChoiceItem.read(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(".jsonl");
        assertThatThrownBy(() -> ChoiceItem.read(folder.resolve("none.jsonl"))).isInstanceOf(Refusal.class);
    }
}

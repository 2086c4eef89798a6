package sulcus.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardHeadTest {
    @TempDir
    Path folder;

    private Map<String, Object> head(String card) throws IOException {
        Files.writeString(folder.resolve("README.md"), card);
        return CardHead.read(folder);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("license", "a\n---\nlicense: \"evil\"");
        head.put("tags", List.of("a, b", "# c", "- d", ""));
        head.put("gguf", Map.of("general.x", List.of("y"), "n", 3L, "t", true));
        Files.write(folder.resolve("README.md"), CardHead.write(head, "# Body\nlicense: mit\n"));
        assertThat(CardHead.read(folder)).isEqualTo(head);
    }

    @Test
    void linesAreReadAsPeopleWriteThem() throws IOException {
        assertThat(
                        head(
                                "---\r\na: b c # d\r\nlist:\r\n- 'x''y'\r\n- z\r\nflow: [en, 'de']\r\nquoted: \"q: r\"\r\n---\r\n"))
                .isEqualTo(
                        Map.of("a", "b c", "list", List.of("x'y", "z"), "flow", List.of("en", "de"), "quoted", "q: r"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "license: mit\n",
                "---\nlicense: mit\n",
                "---\nlicense: *alias\nother: |\n  text\n---\n",
                "---\nlicense: {a: b\n---\n",
                "---\n  license: mit\n---\n",
                "---\nlicense: [[[[[[[\n---\n"
            })
    void whatIsNoPlainHeadSaysNothing(String card) throws IOException {
        assertThat(head(card)).doesNotContainKeys("license", "text");
    }

    @Test
    void aCardThatIsNoTextOrTooLargeSaysNothing() throws IOException {
        Files.write(folder.resolve("README.md"), "---\nlicense: \u00e9\n---\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(CardHead.read(folder)).isEmpty();
        assertThat(head("---\nlicense: mit\n---\n" + " ".repeat(1 << 20))).isEmpty();
        Files.delete(folder.resolve("README.md"));
        assertThat(CardHead.read(folder)).isEmpty();
        Files.createDirectory(folder.resolve("README.md"));
        assertThat(CardHead.read(folder)).isEmpty();
    }
}

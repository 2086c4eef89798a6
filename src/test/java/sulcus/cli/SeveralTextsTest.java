package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sulcus.task.Progress;
import sulcus.text.CorpusFiles;

/** {@code --text} takes several texts, one after another or as the shell makes them of a pattern. */
class SeveralTextsTest extends TinyStudy {
    private Path parts;

    @BeforeEach
    void halves() throws Exception {
        parts = folder.resolve("parts");
        if (!Files.exists(parts)) {
            Files.createDirectories(parts);
            List<String> lines = Files.readAllLines(text);
            Files.write(parts.resolve("a.txt"), lines.subList(0, 11));
            Files.write(parts.resolve("b.txt"), lines.subList(11, lines.size()));
        }
    }

    private static JsonNode perplexity(Object... text) {
        List<Object> words = new java.util.ArrayList<>(List.of("evaluate", "--window", 16, "--json"));
        words.addAll(List.of(text));
        words.add(model);
        CommandLineRun run = CommandLineRun.of(words.toArray());
        assertThat(run.status()).as(run.err()).isZero();
        return run.json();
    }

    @Test
    void theyAreReadAsOneInTheirOrder() {
        Path a = parts.resolve("a.txt");
        Path b = parts.resolve("b.txt");
        JsonNode one = perplexity("--text", parts);
        for (Object[] words : new Object[][] {
            {"--text", a, "--text", b}, {"--text", a, b}, {"--text", parts + "/*.txt"}, {"--text=" + a, "--text=" + b}
        }) {
            assertThat(perplexity(words).get("meanLoss")).isEqualTo(one.get("meanLoss"));
        }
        JsonNode turned = perplexity("--text", b, a);
        assertThat(turned.get("meanLoss")).isNotEqualTo(one.get("meanLoss"));
        assertThat(turned.get("text").asText()).isEqualTo("b.txt and 1 more");
    }

    @Test
    void aStudyRecordsEachAndIsReproducedFromThem() throws Exception {
        Path a = parts.resolve("a.txt");
        Path b = parts.resolve("b.txt");
        Path out = folder.resolve("of-two");
        Object[] same = {"--texts", 12, "--groups", 2, "--components", 6, "--min-characters", 20, "--json"};
        List<Object> words =
                new java.util.ArrayList<>(List.of("decompose", model, "--text", a, "--text", b, "--out", out));
        words.addAll(List.of(same));
        CommandLineRun run = CommandLineRun.of(words.toArray());
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(out.resolve("scores.safetensors"))
                .as("the halves are the whole text")
                .hasSameBinaryContentAs(study.resolve("scores.safetensors"));
        JsonNode texts =
                new ObjectMapper().readTree(out.resolve("study.json").toFile()).get("texts");
        assertThat(texts).hasSize(2);
        assertThat(texts.get(0).get("path").asText()).isEqualTo("../parts/a.txt");
        assertThat(texts.get(1).get("sha256").asText()).isEqualTo(CorpusFiles.sha256(b, Progress.NONE));
        assertThat(CommandLineRun.of("reproduce", out, "--script").out())
                .contains("--text " + a + " --text " + b + " ");
        CommandLineRun again = CommandLineRun.of("reproduce", out, "--json");
        assertThat(again.status()).as(again.err()).isZero();
        Files.writeString(b, Files.readString(b) + "more\n");
        CommandLineRun changed = CommandLineRun.of("reproduce", out, "--json");
        assertThat(changed.status()).isEqualTo(1);
        assertThat(changed.message()).startsWith("sulcus: " + b + ": is not what the study was made from");
    }

    @Test
    void whatIsNotThereIsSaidByName() {
        CommandLineRun run = CommandLineRun.of("evaluate", model, "--text", text, "--text", folder.resolve("no.txt"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.message()).contains("no.txt: there is no such file").hasLineCount(1);
        CommandLineRun none = CommandLineRun.of("evaluate", model, "--text");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.message()).contains("Missing required parameter for option '--text' (TEXT)");
    }
}

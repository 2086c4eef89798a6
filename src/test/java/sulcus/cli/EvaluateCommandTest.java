package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluation and speed from the command line, on the bundled sample. */
class EvaluateCommandTest {
    private static final Path SAMPLE = Path.of("sample-data");
    private static final Path MODEL = SAMPLE.resolve("model");
    private static final Path HELD_OUT = SAMPLE.resolve("text").resolve("held-out.jsonl");

    @TempDir
    Path folder;

    private static List<String> names(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
    }

    @Test
    void aPerplexityComesWithItsErrorTextAndWindows() {
        JsonNode json = CommandLineRun.of("evaluate", MODEL, "--text", HELD_OUT, "--tokens", 2048, "--json")
                .json();
        assertThat(names(json))
                .startsWith("perplexity", "meanLoss", "tokens", "windows", "window", "tokensPerSecond")
                .contains("standardError", "text");
        assertThat(json.get("standardError").asDouble())
                .isCloseTo(
                        json.get("perplexity").asDouble()
                                * json.get("meanLossError").asDouble(),
                        within(1e-12));
        JsonNode one = CommandLineRun.of("evaluate", MODEL, "--text", HELD_OUT, "--tokens", 1024, "--json")
                .json();
        assertThat(one.get("standardError").isNull()).isTrue();
        assertThat(CommandLineRun.of("evaluate", MODEL, "--text", HELD_OUT, "--tokens", 1024)
                        .out())
                .contains("held-out.jsonl", "1,023 predicted in 1 windows of 1,024");
    }

    @Test
    void theHarnessProtocolCountsWordsAndBytesOfDocuments() {
        JsonNode json = CommandLineRun.of(
                        "evaluate", MODEL, "--text", HELD_OUT, "--protocol", "harness", "--documents", 7, "--json")
                .json();
        assertThat(names(json)).startsWith("perplexity", "meanLoss", "tokens", "windows", "window", "tokensPerSecond");
        double loss = json.get("meanLoss").asDouble() * json.get("tokens").asLong();
        assertThat(json.get("documents").asInt()).isEqualTo(7);
        assertThat(json.get("wordPerplexity").asDouble())
                .isCloseTo(Math.exp(loss / json.get("words").asLong()), within(1e-9));
        assertThat(json.get("bytePerplexity").asDouble())
                .isCloseTo(Math.exp(loss / json.get("bytes").asLong()), within(1e-9));
    }

    @Test
    void wikiTextIsTakenByPages() throws Exception {
        Path text = Files.writeString(
                folder.resolve("wiki.txt"), " \n = One = \n \n So it is . \n = Two = \n \n ( And so on ) \n");
        JsonNode whole = CommandLineRun.of("evaluate", MODEL, "--text", text, "--protocol", "harness", "--json")
                .json();
        assertThat(whole.get("documents").asInt()).isEqualTo(1);
        JsonNode pages = CommandLineRun.of(
                        "evaluate",
                        MODEL,
                        "--text",
                        text,
                        "--protocol",
                        "harness",
                        "--detokenize",
                        "wikitext",
                        "--json")
                .json();
        assertThat(pages.get("documents").asInt()).isEqualTo(2);
        // words are counted before, tokens after the marks are undone
        assertThat(pages.get("words").asInt()).isEqualTo(9 + 10);
        assertThat(pages.get("tokens").asInt()).isLessThan(whole.get("tokens").asInt());
    }

    @Test
    void tasksHaveAccuraciesAndTheirErrors() {
        JsonNode json = CommandLineRun.of(
                        "evaluate", MODEL, "--tasks", SAMPLE.resolve("tasks/choices.jsonl"), "--items", 14, "--json")
                .json();
        assertThat(names(json)).startsWith("accuracy", "accuracyNormalized", "standardError", "items");
        assertThat(json.get("items").asInt()).isEqualTo(14);
        assertThat(json.get("accuracy").asDouble()).isGreaterThan(0.8);
    }

    @Test
    void optionsThatDoNotGoTogetherAreWrongUsage() {
        assertThat(CommandLineRun.of("evaluate", MODEL).status()).isEqualTo(2);
        assertThat(CommandLineRun.of("evaluate", MODEL, "--text", HELD_OUT, "--tasks", HELD_OUT)
                        .status())
                .isEqualTo(2);
        assertThat(CommandLineRun.of("evaluate", MODEL, "--text", HELD_OUT, "--detokenize", "wikitext")
                        .message())
                .contains("--protocol harness");
        assertThat(CommandLineRun.of("evaluate", MODEL, "--text", HELD_OUT, "--items", 3)
                        .status())
                .isEqualTo(2);
        CommandLineRun wrong = CommandLineRun.of("evaluate", MODEL, "--tasks", HELD_OUT);
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.message()).contains("held-out.jsonl: line 1: context");
    }

    @Test
    void twoModelsAreMeasuredInTurnsAndEachHasItsOwnMemory() {
        CommandLineRun run = CommandLineRun.of(
                "speed",
                MODEL,
                "--against",
                MODEL,
                "--text",
                HELD_OUT,
                "--window",
                64,
                "--generate",
                4,
                "--runs",
                2,
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode json = run.json();
        assertThat(json.get("models")).hasSize(2).allSatisfy(one -> {
            assertThat(names(one))
                    .containsExactly(
                            "model", "parameters", "prefillTokensPerSecond", "generatedTokensPerSecond", "peakBytes");
            JsonNode speed = one.get("generatedTokensPerSecond");
            assertThat(speed.get("median").asDouble())
                    .isBetween(speed.get("min").asDouble(), speed.get("max").asDouble());
            assertThat(one.get("peakBytes").asLong()).isGreaterThan(50_000_000);
        });
        assertThat(names(json.get("ratio"))).containsExactly("prefill", "generated", "peakBytes");
    }

    @Test
    void speedRefusesWhatTheModelHasNoRoomFor() {
        CommandLineRun run = CommandLineRun.of("speed", MODEL, "--text", HELD_OUT, "--window", 1024);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.message()).contains("window 1024");
    }
}

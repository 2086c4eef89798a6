package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sulcus.TinyModel;

/** A tiny model, a text, and a study of them that the command line made. */
abstract class TinyStudy {
    @TempDir
    protected static Path folder;

    protected static Path model;
    protected static Path text;
    protected static Path study;
    protected static JsonNode decomposed;

    @BeforeAll
    static void decompose() throws Exception {
        model = TinyModel.write(folder.resolve("model"));
        text = TinyModel.text(folder.resolve("text.txt"), 30);
        study = folder.resolve("study");
        CommandLineRun run = CommandLineRun.of(
                "decompose",
                model,
                "--text",
                text,
                "--out",
                study,
                "--texts",
                12,
                "--groups",
                2,
                "--components",
                6,
                "--min-characters",
                20,
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        decomposed = run.json();
    }

    protected static List<String> names(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
    }
}

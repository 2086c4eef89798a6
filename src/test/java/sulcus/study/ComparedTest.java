package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedTest {
    @TempDir
    Path folder;

    private static Compared row(double error) {
        return row(error, List.of(0, 5));
    }

    private static Compared row(double error, List<Integer> protectedLayers) {
        return new Compared(
                "flap",
                "uniform",
                "bias",
                0,
                "pruned",
                "",
                protectedLayers,
                0.3,
                0,
                0,
                0,
                9,
                0.3,
                0,
                0.2,
                12.5,
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
    void aRowComesBackAsItWasWrittenAlsoWithoutAnError() {
        Lines<Compared> lines = new Lines<>(folder.resolve("compare.jsonl"), Compared.class);
        lines.append(row(0.25));
        lines.append(row(Double.NaN));
        assertThat(lines.read()).containsExactly(row(0.25), row(Double.NaN));
    }

    @Test
    void aRowAnswersForItsProtectedLayersAlone() throws Exception {
        assertThat(row(1).answers(row(2))).isTrue();
        assertThat(row(1).answers(row(1, List.of(0)))).isFalse();
        Path file = folder.resolve("compare.jsonl");
        Lines<Compared> lines = new Lines<>(file, Compared.class, Compared.LATER);
        lines.append(row(1));
        Files.writeString(file, Files.readString(file).replace("\"protectedLayers\":[0,5],", ""));
        assertThat(lines.read().getFirst().protectedLayers())
                .as("not noted by an older version")
                .isNull();
        assertThat(lines.read().getFirst().answers(row(1, List.of(0)))).isTrue();
    }

    @Test
    void rowsWrittenBeforeThereWasAnErrorAreRead() throws Exception {
        Path file = folder.resolve("compare.jsonl");
        Lines<Compared> lines = new Lines<>(file, Compared.class, Compared.LATER);
        lines.append(row(0.25));
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"standardError\":0.25,", "")
                        .replace("\"statistics\":\"pruned\",", "")
                        .replace("\"refit\":\"\",", "")
                        .replace("\"heads\":0.0,", "")
                        .replace("\"headsRemoved\":0.0,", ""));
        assertThat(Files.readString(file))
                .doesNotContain("standardError")
                .doesNotContain("statistics", "refit", "heads");
        assertThat(lines.read()).containsExactly(row(Double.NaN));
    }
}

package sulcus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sulcus.format.GgufBytes.U32;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.format.GgufBytes;
import sulcus.task.Refusal;

class GgufPartsTest {
    private static final int PARTS = 3;

    @TempDir
    Path folder;

    private Weights weights;
    private Path models;

    @BeforeEach
    void parts() throws IOException {
        weights = TinyModel.llama().weights(folder);
        models = Files.createDirectory(folder.resolve("models"));
        for (int part = 0; part < PARTS; part++) {
            write(part, part, PARTS, -1);
        }
    }

    private Path part(int part) {
        return models.resolve(String.format("tiny-%05d-of-%05d.gguf", part + 1, PARTS));
    }

    /** Part 0 has what belongs to no layer, the others have a layer each. */
    private void write(int part, int number, int count, int tensors) throws IOException {
        GgufBytes gguf =
                part == 0 ? GgufModelTest.llama("llama").key("llama.feed_forward_length", U32, 24) : new GgufBytes();
        gguf.key("split.no", U32, number).key("split.count", U32, count);
        if (tensors >= 0) {
            gguf.key("split.tensors.count", U32, tensors);
        }
        Predicate<WeightId> lies = id -> id.layer() == part - 1;
        GgufModelTest.tensors(gguf, weights, true, lies);
        Files.write(part(part), gguf.bytes());
    }

    @Test
    void anyPartOpensTheWhole() {
        for (int part = 0; part < PARTS; part++) {
            try (Model model = Model.open(part(part))) {
                assertThat(model.source()).isEqualTo(part(0));
                assertThat(model.files()).containsExactly(part(0), part(1), part(2));
                GgufModelTest.assertSame(model, weights);
            }
        }
        try (Model model = Model.open(models)) {
            assertThat(model.source()).isEqualTo(part(0));
        }
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> Model.open(part(1)).close())
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() throws IOException {
        write(2, 1, PARTS, -1);
        refused("00003-of-00003", "is part 2 of 3, not part 3 of 3");
        write(2, 2, 4, -1);
        refused("00003-of-00003", "of 4");
        Files.copy(part(1), part(2), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        refused("00003-of-00003", "is part 2 of 3");
        write(2, 2, PARTS, -1);
        write(0, 0, PARTS, 5);
        refused("split.tensors.count", "not 5");
        Files.delete(part(2));
        refused("00003-of-00003", "is missing");
        Path other = Files.move(part(0), models.resolve("other.gguf"));
        assertThatThrownBy(() -> Model.open(other).close())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("its name does not say so");
    }

    @Test
    void aTensorInTwoPartsIsRefused() throws IOException {
        GgufBytes gguf = new GgufBytes().key("split.no", U32, 2).key("split.count", U32, PARTS);
        GgufModelTest.tensors(gguf, weights, true, id -> id.layer() == 0);
        Files.write(part(2), gguf.bytes());
        refused("00003-of-00003", "is in tiny-00002-of-00003.gguf already");
    }
}

package sulcus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.format.GgufBytes;
import sulcus.task.Refusal;

/** Seeded changes of good models: each opens and reads, or is refused in one line; nothing else is thrown. */
class HostileModelsTest {
    @TempDir
    Path folder;

    private static void openAndRead(Path path) {
        try (Model model = Model.open(path)) {
            assertThat(model.parameters()).isPositive();
            for (WeightId id : model.ids()) {
                model.weights().read(id);
            }
        } catch (Refusal refusal) {
            assertThat(refusal.getMessage()).isNotBlank().doesNotContain("\n");
        }
    }

    @Test
    void changedConfigurations() throws IOException {
        for (TinyModel tiny : new TinyModel[] {
            TinyModel.llama().with("rope_scaling", java.util.Map.of("rope_type", "yarn", "factor", 4.0)),
            TinyModel.gpt2()
        }) {
            Path place = folder.resolve((String) tiny.config.get("model_type"));
            tiny.write(place);
            byte[] good = Files.readAllBytes(place.resolve("config.json"));
            byte[] letters = "0123456789-.eE\"{}[]:, null9".getBytes(StandardCharsets.UTF_8);
            Random random = new Random(11);
            for (int i = 0; i < 1500; i++) {
                byte[] bad = good.clone();
                for (int k = random.nextInt(4); k >= 0; k--) {
                    bad[random.nextInt(bad.length)] = letters[random.nextInt(letters.length)];
                }
                Files.write(place.resolve("config.json"), bad);
                assertThatCode(() -> openAndRead(place)).as("change %d", i).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void changedGgufFiles() throws IOException {
        GgufBytes gguf = GgufModelTest.wholeLlama(TinyModel.llama().weights(folder));
        byte[] good = gguf.bytes();
        int header = good.length / 3;
        Path path = folder.resolve("model.gguf");
        Random random = new Random(12);
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                bad[random.nextInt(header)] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(4));
            }
            Files.write(path, bad);
            assertThatCode(() -> openAndRead(path)).as("change %d", i).doesNotThrowAnyException();
        }
    }
}

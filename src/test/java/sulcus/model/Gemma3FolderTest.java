package sulcus.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.FamilyFixtures;
import sulcus.format.StrictJson;

/** Gemma 3 as it is published: with eyes, its language model inside. */
class Gemma3FolderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static Path fixture() throws URISyntaxException {
        return FamilyFixtures.folder("gemma3");
    }

    /** The fixture with its tensors under other names and one of the vision tower; offsets stay, for they begin behind the names. */
    private void write(String prefix, String vision) throws Exception {
        byte[] whole = Files.readAllBytes(fixture().resolve("model.safetensors"));
        int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        String header = new String(whole, 8, length, StandardCharsets.UTF_8).replace("\"model.", "\"" + prefix);
        ObjectNode tensors = (ObjectNode) JSON.readTree(header);
        tensors.putObject(vision)
                .put("dtype", "F32")
                .<ObjectNode>set("shape", JSON.createArrayNode().add(1))
                .set(
                        "data_offsets",
                        JSON.createArrayNode().add(whole.length - 8 - length).add(whole.length - 4 - length));
        byte[] renamed = JSON.writeValueAsBytes(tensors);
        ByteBuffer written = ByteBuffer.allocate(8 + renamed.length + whole.length - 8 - length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(renamed.length)
                .put(renamed)
                .put(whole, 8 + length, whole.length - 8 - length);
        Files.write(folder.resolve("model.safetensors"), written.array());

        ObjectNode inner =
                (ObjectNode) JSON.readTree(fixture().resolve("config.json").toFile());
        ObjectNode outer = JSON.createObjectNode().put("model_type", "gemma3");
        outer.set("text_config", inner);
        outer.putObject("vision_config").put("model_type", "siglip_vision_model");
        JSON.writeValue(folder.resolve("config.json").toFile(), outer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"language_model.model.", "model.language_model."})
    void itsLanguageModelIsReadAlone(String prefix) throws Exception {
        write(prefix, prefix.startsWith("model.") ? "model.vision_tower.a" : "vision_tower.a");
        try (Model alone = Model.open(fixture());
                Model within = Model.open(folder)) {
            assertThat(within.description().family()).isEqualTo("gemma3_text");
            assertThat(within.configuration()).isEqualTo(alone.configuration());
            for (WeightId id : List.of(
                    WeightId.weight(Slot.EMBEDDING),
                    WeightId.weight(Slot.KEY_NORM, 1),
                    WeightId.weight(Slot.DOWN, 2),
                    WeightId.weight(Slot.FINAL_NORM))) {
                assertThat(within.weights().read(id)).isEqualTo(alone.weights().read(id));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"num_attention_heads", "vocab_size", "num_key_value_heads", "head_dim"})
    void whatIsUsualNeedNotBeSaid(String key) throws IOException, URISyntaxException {
        ObjectNode config =
                (ObjectNode) JSON.readTree(fixture().resolve("config.json").toFile());
        config.remove(key);
        JSON.writeValue(folder.resolve("config.json").toFile(), config);
        Description d = new Gemma3Family()
                .describe(new Configuration(
                        "config.json", StrictJson.readObject(folder.resolve("config.json"), 1 << 20)));
        assertThat(
                        switch (key) {
                            case "num_attention_heads" -> d.attentionHeads(0);
                            case "vocab_size" -> d.vocabulary();
                            case "num_key_value_heads" -> d.keyValueHeads()[0];
                            default -> d.headSize();
                        })
                .isEqualTo(
                        switch (key) {
                            case "num_attention_heads" -> 8;
                            case "vocab_size" -> 262_208;
                            case "num_key_value_heads" -> 4;
                            default -> 256;
                        });
    }
}

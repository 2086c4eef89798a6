package sulcus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sulcus.FamilyFixtures;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsWriter;
import sulcus.format.StrictJson;
import sulcus.task.Refusal;

/** Folders of mixtures of experts. */
class MixtureFolderTest {
    @TempDir
    Path folder;

    private static Path fixture(String name) throws URISyntaxException {
        return FamilyFixtures.folder(name);
    }

    /** The fixture with each layer's experts in two tensors, as transformers 5 holds them in memory. */
    private void writeFused(Model model) throws IOException {
        Description d = model.description();
        Weights weights = model.weights();
        Map<String, float[]> values = new LinkedHashMap<>();
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (PlacedTensor tensor : model.family().huggingFaceTensors(d, weights)) {
            if (!tensor.name().matches(".*\\.experts\\..*")) {
                float[] read = new float[tensor.rows() * tensor.columns()];
                tensor.read(weights, 0, tensor.rows(), java.lang.foreign.MemorySegment.ofArray(read));
                String name = tensor.name().replace("block_sparse_moe", "mlp");
                values.put(name, read);
                shapes.put(name, tensor.shape());
            }
        }
        int count = d.mlp().experts().count();
        int hidden = d.hiddenSize();
        for (int layer = 0; layer < d.layers(); layer++) {
            if (!d.routed(layer)) {
                continue;
            }
            int width = d.expertWidths(layer)[0];
            int all = d.neurons()[layer];
            float[] gate = weights.read(WeightId.weight(Slot.GATE, layer));
            float[] up = weights.read(WeightId.weight(Slot.UP, layer));
            float[] down = weights.read(WeightId.weight(Slot.DOWN, layer));
            float[] both = new float[count * 2 * width * hidden];
            float[] downs = new float[count * hidden * width];
            for (int e = 0; e < count; e++) {
                int part = width * hidden;
                System.arraycopy(gate, e * part, both, 2 * e * part, part);
                System.arraycopy(up, e * part, both, (2 * e + 1) * part, part);
                for (int h = 0; h < hidden; h++) {
                    System.arraycopy(down, h * all + e * width, downs, (e * hidden + h) * width, width);
                }
            }
            String prefix = "model.layers." + layer + ".mlp.experts.";
            values.put(prefix + "gate_up_proj", both);
            shapes.put(prefix + "gate_up_proj", new long[] {count, 2L * width, hidden});
            values.put(prefix + "down_proj", downs);
            shapes.put(prefix + "down_proj", new long[] {count, hidden, width});
        }
        try (SafetensorsWriter writer = SafetensorsWriter.create(
                folder.resolve("model.safetensors"),
                shapes.entrySet().stream()
                        .map(e -> new SafetensorsWriter.Declared(e.getKey(), ElementType.F32, e.getValue()))
                        .toList(),
                SafetensorsWriter.PYTORCH)) {
            values.forEach(writer::writeFloats);
            writer.commit();
        }
        Files.copy(model.source().resolve("config.json"), folder.resolve("config.json"));
    }

    @ParameterizedTest
    @CsvSource({"mixtral", "qwen2-moe"})
    void expertsInTwoTensorsAreTheSameModel(String name) throws Exception {
        try (Model apart = Model.open(fixture(name))) {
            writeFused(apart);
            try (Model fused = Model.open(folder)) {
                assertThat(fused.ids()).isEqualTo(apart.ids());
                apart.ids()
                        .forEach(id -> assertThat(fused.weights().read(id))
                                .as(id.toString())
                                .isEqualTo(apart.weights().read(id)));
            }
        }
    }

    @Test
    void layersWithoutExpertsLieBesideThoseThatHaveThem() throws Exception {
        try (Model model = Model.open(fixture("qwen2-moe"))) {
            assertThat(model.description().neurons()).containsExactly(4 * 24 + 40, 56, 4 * 24 + 40);
            assertThat(model.description().routed(1)).isFalse();
            assertThat(model.weights().has(WeightId.weight(Slot.ROUTER, 1))).isFalse();
            assertThat(model.weights().rows(WeightId.weight(Slot.SHARED_GATE, 2)))
                    .isEqualTo(1);
        }
        try (Model model = Model.open(fixture("qwen3-moe"))) {
            assertThat(model.description().neurons()).containsExactly(56, 4 * 24, 56);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "num_experts_per_tok, 5, 5 of 4 experts",
        "num_experts, 4097, a whole number from 1 to 4096",
        "moe_intermediate_size, 1048577, are more than",
        "moe_intermediate_size, 25, has shape",
        "decoder_sparse_step, 0, a whole number",
        "decoder_sparse_step, 2, is missing"
    })
    void configurationsThatCannotBeAreRefused(String key, long value, String message) throws Exception {
        Map<String, Object> config =
                new LinkedHashMap<>(StrictJson.readObject(fixture("qwen2-moe").resolve("config.json"), 1 << 20));
        config.put(key, value);
        Files.writeString(folder.resolve("config.json"), StrictJson.write(config));
        Files.copy(fixture("qwen2-moe").resolve("model.safetensors"), folder.resolve("model.safetensors"));
        assertThatThrownBy(() -> Model.open(folder)).isInstanceOf(Refusal.class).hasMessageContaining(message);
    }
}

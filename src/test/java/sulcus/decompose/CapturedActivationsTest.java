package sulcus.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Activations captured elsewhere, decomposed layer by layer. */
class CapturedActivationsTest {
    private static final int TOKENS = 60;
    private static final int NEURONS = 40;

    @TempDir
    Path folder;

    @Test
    void layersThatAreThereAreDecomposedInOrder() throws IOException {
        Map<String, Integer> tensors = new LinkedHashMap<>();
        tensors.put("layer.12.mlp_activation", TOKENS);
        tensors.put("layer.12.mlp_up", TOKENS);
        tensors.put("layer.3.mlp_activation", TOKENS);
        tensors.put("logits", 2);
        List<LayerResult> results = new ArrayList<>();
        try (CapturedActivations captured = CapturedActivations.open(write(tensors))) {
            assertThat(captured.layers()).containsExactly(3, 12);
            assertThat(captured.shape(12)).containsExactly(TOKENS, NEURONS);
            ModelDecomposition.run(captured, settings(Signals.ACTIVATION_UP), results::add, Progress.NONE);
        }
        assertThat(results).extracting(LayerResult::layer).containsExactly(3, 12);
        LayerNetworks plain = results.get(0).groups().getFirst();
        LayerNetworks gated = results.get(1).groups().getFirst();
        assertThat(plain.signals()).isEqualTo(NEURONS);
        assertThat(gated.signals()).isEqualTo(2 * NEURONS);
        assertThat(results.get(1).scores()).hasSize(NEURONS).containsExactly(gated.scores());
        float mean = 0; // of |values| as written
        for (int t = 0; t < TOKENS; t++) {
            mean += Math.abs(value("layer.3.mlp_activation", t * NEURONS + 5)) / TOKENS;
        }
        assertThat(results.get(0).meanActivation()[5]).isCloseTo(mean, within(1e-4f));
    }

    @Test
    void whatIsMissingOrWrongIsNamed() throws IOException {
        Path none = write(Map.of("layer.0.attention_output_input", TOKENS));
        assertThatThrownBy(() -> CapturedActivations.open(none).close())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("layer.N.mlp_activation");
        Map<String, Integer> tensors = new LinkedHashMap<>();
        tensors.put("layer.1.mlp_activation", TOKENS);
        tensors.put("layer.1.mlp_up", TOKENS - 1);
        try (CapturedActivations captured = CapturedActivations.open(write(tensors))) {
            assertThatThrownBy(() ->
                            ModelDecomposition.run(captured, settings(Signals.ACTIVATION_UP), r -> {}, Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("layer.1.mlp_up: has shape [59, 40]");
            assertThatThrownBy(
                            () -> ModelDecomposition.run(captured, settings(Signals.PRODUCT), r -> {}, Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("layer.1.mlp_down_input is missing");
        }
        try (CapturedActivations captured = CapturedActivations.open(write(Map.of("layer.1.mlp_down_input", TOKENS)))) {
            assertThatThrownBy(() ->
                            ModelDecomposition.run(captured, settings(Signals.CONTRIBUTION), r -> {}, Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("needs the model");
        }
    }

    private static Settings settings(Signals signals) {
        return new Settings(4, 1, 40, 200, 1024, signals, 1, 0);
    }

    private static float value(String tensor, int index) {
        return new Random(tensor.hashCode() * 31L + index).nextFloat() - 0.3f * (index % NEURONS % 3);
    }

    /** Float32 tensors of NEURONS columns, in the safetensors format. */
    private Path write(Map<String, Integer> rowsOf) throws IOException {
        StringBuilder header = new StringBuilder("{");
        int offset = 0;
        for (Map.Entry<String, Integer> tensor : rowsOf.entrySet()) {
            int bytes = tensor.getValue() * NEURONS * Float.BYTES;
            header.append(offset == 0 ? "" : ",")
                    .append("\"%s\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[%d,%d]}"
                            .formatted(tensor.getKey(), tensor.getValue(), NEURONS, offset, offset + bytes));
            offset += bytes;
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + offset).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        for (Map.Entry<String, Integer> tensor : rowsOf.entrySet()) {
            for (int i = 0; i < tensor.getValue() * NEURONS; i++) {
                file.putFloat(value(tensor.getKey(), i));
            }
        }
        return Files.write(Files.createTempFile(folder, "captured", ".safetensors"), file.array());
    }
}

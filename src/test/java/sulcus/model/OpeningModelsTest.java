package sulcus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.format.SafetensorsFile;
import sulcus.format.TensorInfo;

/** Models that transformers and llama.cpp's conversion wrote. */
class OpeningModelsTest {
    private static Path shared(String place) {
        Path path = Path.of(System.getProperty("sulcus.shared", "../shared")).resolve(place);
        assumeTrue(Files.exists(path), path + " is not on this machine");
        return path;
    }

    private static float[] stored(SafetensorsFile file, String name) {
        TensorInfo tensor = file.tensor(name);
        float[] values = new float[(int) tensor.elements()];
        file.readFloats(tensor, 0, values.length, MemorySegment.ofArray(values));
        return values;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"llama", "llama3-rope", "mistral", "qwen2", "gpt2", "qwen3", "phi3", "gemma2", "gpt-neox", "opt"
            })
    void everyTensorOfAFolderIsRebuiltFromTheCanonicalWeights(String name) {
        Path folder = shared("oracle/architectures/" + name);
        try (Model model = Model.open(folder);
                SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            var tensors = model.family().huggingFaceTensors(model.description(), model.weights());
            assertThat(tensors)
                    .extracting(PlacedTensor::name)
                    .containsExactlyInAnyOrderElementsOf(file.tensors().keySet());
            for (PlacedTensor tensor : tensors) {
                assertThat(tensor.shape()).isEqualTo(file.tensor(tensor.name()).shape());
                float[] rebuilt = new float[tensor.rows() * tensor.columns()];
                int half = tensor.rows() / 2;
                long bytes = 4L * half * tensor.columns();
                MemorySegment whole = MemorySegment.ofArray(rebuilt);
                tensor.read(model.weights(), 0, half, whole.asSlice(0, bytes));
                tensor.read(model.weights(), half, tensor.rows(), whole.asSlice(bytes));
                assertThat(rebuilt).as(tensor.name()).isEqualTo(stored(file, tensor.name()));
            }
        }
    }

    @Test
    void conv1dIsTurnedAndItsThirdsAreQueryKeyValue() {
        Path folder = shared("oracle/architectures/gpt2");
        try (Model model = Model.open(folder);
                SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            float[] fused = stored(file, "transformer.h.1.attn.c_attn.weight");
            float[] key = model.weights().read(WeightId.weight(Slot.KEY, 1));
            float[] bias = model.weights().read(WeightId.bias(Slot.VALUE, 1));
            assertThat(key).hasSize(48 * 48);
            for (int out = 0; out < 48; out++) {
                for (int in = 0; in < 48; in++) {
                    assertThat(key[out * 48 + in]).isEqualTo(fused[in * 144 + 48 + out]);
                }
            }
            assertThat(bias).isEqualTo(Arrays.copyOfRange(stored(file, "transformer.h.1.attn.c_attn.bias"), 96, 144));
        }
    }

    @Test
    void smolLm2IsALlamaWithItsSizes() {
        try (Model model = Model.open(shared("models/SmolLM2-135M-Instruct"))) {
            Description description = model.description();
            assertThat(description.family()).isEqualTo("llama");
            assertThat(description.layers()).isEqualTo(30);
            assertThat(description.neurons()).hasSize(30).containsOnly(1536);
            assertThat(description.keyValueHeads()).containsOnly(3);
            assertThat(description.tiedEmbeddings()).isTrue();
            assertThat(model.parameters()).isEqualTo(134_515_008);
            assertThat(model.tokenizer()).isEqualTo("gpt2 (smollm)");
            assertThat(model.endOfText()).containsExactly(2);
        }
    }

    @Test
    void quantizedWeightsAreThoseThatLlamaCppsPythonReads() {
        // gguf 0.19 in Python: dequantize(), row 75 of blk.7.attn_q being row 5 + 32 of head 1 in halves
        try (Model model = Model.open(shared("models/SmolLM2-135M-Instruct"))) {
            assertRow(model, WeightId.weight(Slot.EMBEDDING), 1234, -0.0171661376953125f, -0.0858306884765625f);
            assertRow(model, WeightId.weight(Slot.QUERY, 7), 64 + 5 + 32, 0.0089111328125f, 0.09716796875f);
            assertRow(model, WeightId.weight(Slot.DOWN, 29), 575, -0.22918701171875f, -0.03912353515625f);
        }
    }

    private static void assertRow(Model model, WeightId id, int row, float first, float second) {
        float[] values = new float[model.weights().columns(id)];
        model.weights().read(id, row, row + 1, MemorySegment.ofArray(values));
        assertThat(values).startsWith(first, second);
    }
}

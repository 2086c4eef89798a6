package sulcus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static sulcus.format.GgufBytes.ARRAY;
import static sulcus.format.GgufBytes.F32;
import static sulcus.format.GgufBytes.STRING;
import static sulcus.format.GgufBytes.U32;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.format.GgufBytes;
import sulcus.model.Description.Position.Rotary;
import sulcus.task.Refusal;

/** GGUF files put together as llama.cpp's conversion scripts do it, from random canonical weights. */
class GgufModelTest {
    @TempDir
    Path folder;

    private Path file(GgufBytes bytes) throws IOException {
        return Files.write(folder.resolve("model.gguf"), bytes.bytes());
    }

    private static GgufBytes metadata(String architecture) {
        return new GgufBytes()
                .key("general.architecture", STRING, architecture)
                .key(architecture + ".block_count", U32, 2)
                .key(architecture + ".context_length", U32, 64)
                .key(architecture + ".embedding_length", U32, 16)
                .key(architecture + ".attention.head_count", U32, 4)
                .key("tokenizer.ggml.model", STRING, "gpt2")
                .key("tokenizer.ggml.eos_token_id", U32, 2);
    }

    static GgufBytes llama(String architecture) {
        return metadata(architecture)
                .key(architecture + ".attention.head_count_kv", U32, 2)
                .key(architecture + ".rope.freq_base", F32, 1000f)
                .key(architecture + ".attention.layer_norm_rms_epsilon", F32, 1e-5f);
    }

    /** {@code w.reshape(heads, 2, size / 2, columns).swapaxes(1, 2)}, as the conversion scripts have it. */
    private static float[] permuted(float[] weight, int heads, int columns) {
        float[] out = new float[weight.length];
        int half = weight.length / columns / heads / 2;
        int to = 0;
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < half; i++) {
                for (int part = 0; part < 2; part++) {
                    int row = (head * 2 + part) * half + i;
                    System.arraycopy(weight, row * columns, out, to, columns);
                    to += columns;
                }
            }
        }
        return out;
    }

    /** Writes the weights of a model with a tensor each, query and key permuted where asked. */
    static void tensors(GgufBytes file, Weights weights, boolean permute, Predicate<WeightId> which) {
        Map<Slot, String> names = Map.ofEntries(
                Map.entry(Slot.EMBEDDING, "token_embd"),
                Map.entry(Slot.FINAL_NORM, "output_norm"),
                Map.entry(Slot.OUTPUT, "output"),
                Map.entry(Slot.ATTENTION_NORM, "attn_norm"),
                Map.entry(Slot.QUERY, "attn_q"),
                Map.entry(Slot.KEY, "attn_k"),
                Map.entry(Slot.VALUE, "attn_v"),
                Map.entry(Slot.ATTENTION_OUTPUT, "attn_output"),
                Map.entry(Slot.MLP_NORM, "ffn_norm"),
                Map.entry(Slot.GATE, "ffn_gate"),
                Map.entry(Slot.UP, "ffn_up"),
                Map.entry(Slot.DOWN, "ffn_down"));
        for (WeightId id : WeightId.all(2)) {
            if (weights.has(id) && which.test(id)) {
                float[] values = weights.read(id);
                int heads = id.slot() == Slot.QUERY ? 4 : 2;
                if (permute && (id.slot() == Slot.QUERY || id.slot() == Slot.KEY)) {
                    values = permuted(values, heads, weights.columns(id));
                }
                String layer = id.layer() < 0 ? "" : "blk." + id.layer() + ".";
                String name = layer + names.get(id.slot()) + (id.bias() ? ".bias" : ".weight");
                if (id.bias() || id.slot().norm()) {
                    file.floats(name, values, values.length);
                } else {
                    file.floats(name, values, weights.rows(id), weights.columns(id));
                }
            }
        }
    }

    /** A LLaMA file that holds these weights of {@link TinyModel#llama()}. */
    static GgufBytes wholeLlama(Weights weights) {
        GgufBytes gguf = llama("llama").key("llama.feed_forward_length", U32, 24);
        tensors(gguf, weights, true, id -> true);
        return gguf;
    }

    static void assertSame(Model model, Weights expected) {
        for (WeightId id : WeightId.all(2)) {
            assertThat(model.weights().has(id)).as(id.toString()).isEqualTo(expected.has(id));
            if (expected.has(id)) {
                assertThat(model.weights().read(id)).as(id.toString()).isEqualTo(expected.read(id));
            }
        }
    }

    @Test
    void queryAndKeyRowsGoBackToHalves() throws IOException {
        Weights weights = TinyModel.llama().weights(folder);
        GgufBytes gguf = wholeLlama(weights);
        try (Model model = Model.open(file(gguf))) {
            assertSame(model, weights);
            assertThat(model.description().norm().epsilon()).isEqualTo(1e-5);
            assertThat(model.description().tiedEmbeddings()).isFalse();
            assertThat(model.description().maximumPositions()).isEqualTo(64);
            assertThat(model.endOfText()).containsExactly(2);
            assertThat(model.tokenizer()).isEqualTo("gpt2");
        }
    }

    @Test
    void anExportToAFolderSaysTheSame() throws IOException {
        Weights weights = TinyModel.llama().with("tie_word_embeddings", true).weights(folder);
        GgufBytes gguf = wholeLlama(weights);
        try (Model model = Model.open(file(gguf))) {
            TinyModel tiny = new TinyModel();
            tiny.config.putAll(model.configuration());
            Path exported = folder.resolve("exported");
            tiny.configuration(exported);
            tiny.write(
                    exported.resolve("model.safetensors"),
                    model.family().huggingFaceTensors(model.description(), model.weights()),
                    model.weights());
            try (Model again = Model.open(exported)) {
                assertSame(again, weights);
                assertThat(((Rotary) again.description().position()).inverseFrequencies())
                        .isEqualTo(((Rotary) model.description().position()).inverseFrequencies());
                assertThat(again.description().tiedEmbeddings()).isTrue();
            }
        }
    }

    @Test
    void unequalWidthsAndBiasesOfDeciAreRead() throws IOException {
        Weights weights = TinyModel.llama()
                .with("model_type", "pruned_llama")
                .with("pruned_intermediate_sizes", List.of(7, 24))
                .with("pruned_down_bias", true)
                .weights(folder);
        GgufBytes gguf = llama("deci").key("deci.feed_forward_length", ARRAY, U32, 2L, 7, 24);
        tensors(gguf, weights, true, id -> true);
        try (Model model = Model.open(file(gguf))) {
            assertSame(model, weights);
            assertThat(model.description().family()).isEqualTo("llama");
            assertThat(model.description().neurons()).containsExactly(7, 24);
        }
    }

    @Test
    void qwen2LiesInHalvesWithItsBiases() throws IOException {
        Weights weights = TinyModel.llama().with("model_type", "qwen2").weights(folder);
        GgufBytes gguf = llama("qwen2").key("qwen2.feed_forward_length", U32, 24);
        tensors(gguf, weights, false, id -> true);
        try (Model model = Model.open(file(gguf))) {
            assertSame(model, weights);
            assertThat(model.description().family()).isEqualTo("qwen2");
        }
        GgufBytes deci = llama("deci").key("deci.feed_forward_length", U32, 24);
        tensors(deci, weights, true, id -> true);
        try (Model model = Model.open(file(deci))) {
            assertSame(model, weights);
            assertThat(model.description().family()).isEqualTo("qwen2");
        }
    }

    @Test
    void gpt2HasOneMatrixForQueryKeyAndValue() throws IOException {
        Weights weights = TinyModel.gpt2().weights(folder);
        GgufBytes gguf = metadata("gpt2")
                .key("gpt2.feed_forward_length", U32, 64)
                .key("gpt2.attention.layer_norm_epsilon", F32, 1e-5f);
        gguf.floats("token_embd.weight", weights.read(WeightId.weight(Slot.EMBEDDING)), 11, 16);
        float[] positions = new float[64 * 16];
        gguf.floats("position_embd.weight", positions, 64, 16);
        Map<Slot, String> names = Map.of(
                Slot.ATTENTION_NORM, "attn_norm",
                Slot.ATTENTION_OUTPUT, "attn_output",
                Slot.MLP_NORM, "ffn_norm",
                Slot.UP, "ffn_up",
                Slot.DOWN, "ffn_down");
        for (int layer = 0; layer < 2; layer++) {
            float[] fused = new float[48 * 16];
            float[] bias = new float[48];
            int part = 0;
            for (Slot slot : List.of(Slot.QUERY, Slot.KEY, Slot.VALUE)) {
                System.arraycopy(weights.read(WeightId.weight(slot, layer)), 0, fused, part * 256, 256);
                System.arraycopy(weights.read(WeightId.bias(slot, layer)), 0, bias, part * 16, 16);
                part++;
            }
            gguf.floats("blk." + layer + ".attn_qkv.weight", fused, 48, 16);
            gguf.floats("blk." + layer + ".attn_qkv.bias", bias, 48);
            for (Map.Entry<Slot, String> entry : names.entrySet()) {
                WeightId id = WeightId.weight(entry.getKey(), layer);
                String stem = "blk." + layer + "." + entry.getValue();
                if (entry.getKey().norm()) {
                    gguf.floats(stem + ".weight", weights.read(id), 16);
                } else {
                    gguf.floats(stem + ".weight", weights.read(id), weights.rows(id), weights.columns(id));
                }
                float[] own = weights.read(WeightId.bias(entry.getKey(), layer));
                gguf.floats(stem + ".bias", own, own.length);
            }
        }
        gguf.floats("output_norm.weight", weights.read(WeightId.weight(Slot.FINAL_NORM)), 16);
        gguf.floats("output_norm.bias", weights.read(WeightId.bias(Slot.FINAL_NORM)), 16);
        try (Model model = Model.open(file(gguf))) {
            assertThat(model.description().family()).isEqualTo("gpt2");
            for (WeightId id : WeightId.all(2)) {
                if (weights.has(id) && id.slot() != Slot.POSITION_EMBEDDING) {
                    assertThat(model.weights().read(id)).as(id.toString()).isEqualTo(weights.read(id));
                }
            }
        }
    }

    @Test
    void divisorsOfFrequenciesAreLlama3sScaling() throws IOException {
        TinyModel tiny = TinyModel.llama()
                .with("hidden_size", 16)
                .with("head_dim", 16)
                .with("rope_theta", 10_000)
                .with(
                        "rope_scaling",
                        Map.of(
                                "rope_type", "llama3",
                                "factor", 8,
                                "low_freq_factor", 1,
                                "high_freq_factor", 4,
                                "original_max_position_embeddings", 64));
        Weights weights = tiny.weights(folder);
        double[] expected =
                ((Rotary) new LlamaFamily().describe(tiny.configuration(folder)).position()).inverseFrequencies();
        float[] divisors = new float[8];
        for (int i = 0; i < 8; i++) {
            divisors[i] = (float) (Math.pow(10_000, -i / 8.0) / expected[i]);
        }
        assertThat(divisors).startsWith(1f).endsWith(8f);
        GgufBytes gguf = metadata("llama")
                .key("llama.attention.head_count_kv", U32, 2)
                .key("llama.attention.key_length", U32, 16)
                .key("llama.attention.value_length", U32, 16)
                .key("llama.feed_forward_length", U32, 24)
                .key("llama.rope.freq_base", F32, 10_000f)
                .floats("rope_freqs.weight", divisors, 8);
        tensors(gguf, weights, true, id -> true);
        try (Model model = Model.open(file(gguf))) {
            assertThat(((Rotary) model.description().position()).inverseFrequencies())
                    .containsExactly(expected, within(1e-9));
            assertSame(model, weights);
        }
        GgufBytes other = llama("llama").key("llama.feed_forward_length", U32, 24);
        other.floats("rope_freqs.weight", new float[] {3, 0.5f}, 2);
        tensors(other, TinyModel.llama().weights(folder), true, id -> true);
        assertRefused(other, "rope_freqs.weight: is no scaling of Llama 3");
    }

    private void assertRefused(GgufBytes bytes, String reason) throws IOException {
        Path path = file(bytes);
        assertThatThrownBy(() -> Model.open(path).close())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void whatIsMissingWrongOrUnknownIsNamed() throws IOException {
        Weights weights = TinyModel.llama().weights(folder);
        GgufBytes missing = llama("llama").key("llama.feed_forward_length", U32, 24);
        tensors(missing, weights, true, id -> !id.equals(WeightId.weight(Slot.UP, 1)));
        assertRefused(missing, "tensor blk.1.ffn_up.weight is missing");

        GgufBytes narrow = llama("llama").key("llama.feed_forward_length", U32, 20);
        tensors(narrow, weights, true, id -> true);
        assertRefused(narrow, "blk.0.ffn_gate.weight: has shape [24, 16], the configuration says [20, 16]");

        GgufBytes more = llama("llama").key("llama.feed_forward_length", U32, 24);
        more.floats("blk.0.attn_q_norm.weight", new float[4], 4);
        tensors(more, weights, true, id -> true);
        assertRefused(more, "blk.0.attn_q_norm.weight is not one that a llama model");

        GgufBytes unknown = metadata("rwkv7");
        unknown.floats("token_embd.weight", new float[16], 1, 16);
        unknown.floats("blk.0.time_mix.weight", new float[16], 16);
        assertRefused(unknown, "rwkv7 models are not known");
        assertRefused(unknown, "first weight that is not understood: blk.0.time_mix.weight");

        assertRefused(new GgufBytes(), "general.architecture: is missing");
        assertRefused(llama("llama").floats("token_embd.weight", new float[16], 1, 16), "llama.feed_forward_length");
        assertRefused(llama("llama").key("llama.feed_forward_length", U32, 24), "token_embd.weight");
        assertRefused(
                llama("llama")
                        .key("llama.feed_forward_length", ARRAY, U32, 1L, 24)
                        .floats("token_embd.weight", new float[16], 1, 16),
                "has 1 numbers for 2 layers");

        GgufBytes quantized = llama("llama").key("llama.feed_forward_length", U32, 24);
        quantized.tensor("token_embd.weight", 2, 16L, 11L, 0, 0L).data(new byte[704]);
        quantized.tensor("blk.0.attn_norm.weight", 1, 256L, 12, 704L).data(new byte[160]);
        assertRefused(quantized, "blk.0.attn_norm.weight: has shape [256]");
    }

    @Test
    void aMixtureOfExpertsThatContradictsItselfIsRefused() throws IOException {
        assertRefused(mixture("llama", 8, -1), "llama.expert_used_count: a whole number is expected");
        assertRefused(mixture("llama", 8, 9), "num_experts_per_tok: 9 of 8 experts");
        assertRefused(mixture("llama", 8, 0), "num_experts_per_tok");
        assertRefused(mixture("llama", 1 << 30, 2), "num_local_experts");
        assertRefused(mixture("llama", 8, 2), "tensor blk.0.ffn_gate_inp.weight is missing");
        assertRefused(
                mixture("granite", 8, 2),
                "granite.expert_count: mixtures of experts of granite are not read from GGUF");
        assertRefused(mixture("qwen3moe", 0, 2), "qwen3moe.expert_count: a number above 0 is expected");
        assertRefused(mixture("qwen2moe", 8, 0), "moe_intermediate_size");
    }

    /** A file of a plain LLaMA that says it had experts. */
    private GgufBytes mixture(String architecture, int count, int used) throws IOException {
        GgufBytes bytes = llama(architecture)
                .key(architecture + ".feed_forward_length", U32, 24)
                .key(architecture + ".expert_count", U32, count);
        if (used >= 0) {
            bytes.key(architecture + ".expert_used_count", U32, used);
        }
        tensors(bytes, TinyModel.llama().weights(folder), true, id -> true);
        return bytes;
    }

    @Test
    void aBlockFormatThatIsNotReadIsRefusedByName() throws IOException {
        GgufBytes gguf = new GgufBytes()
                .key("general.architecture", STRING, "llama")
                .key("llama.block_count", U32, 1)
                .key("llama.context_length", U32, 64)
                .key("llama.embedding_length", U32, 256)
                .key("llama.feed_forward_length", U32, 256)
                .key("llama.attention.head_count", U32, 4)
                .floats("token_embd.weight", new float[256], 1, 256)
                .floats("blk.0.attn_norm.weight", new float[256], 256)
                .tensor("blk.0.attn_q.weight", 2, 256L, 256L, 35, 2048L)
                .data(new byte[256 * 66]);
        assertRefused(gguf, "blk.0.attn_q.weight: elements of type TQ2_0 are not read");
    }
}

package sulcus.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.prune.HeadPlan;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** What a family says that its architecture of llama.cpp does not. */
class GgufRefusalTest {
    @TempDir
    Path folder;

    private static Arguments of(String family, String reason, Object... changes) {
        Map<String, Object> map = new HashMap<>(Map.of("model_type", family, "num_hidden_layers", 4));
        for (int i = 0; i < changes.length; i += 2) {
            map.put((String) changes[i], changes[i + 1]);
        }
        return Arguments.of(map, reason);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                of("opt", "opt models are not written as GGUF", "ffn_dim", 40),
                of("gemma2", "output matrix", "head_dim", 4, "query_pre_attn_scalar", 4, "tie_word_embeddings", false),
                of("gemma2", "a scale or a cap", "head_dim", 4, "query_pre_attn_scalar", 9),
                of(
                        "gemma2",
                        "a scale or a cap",
                        "head_dim",
                        4,
                        "query_pre_attn_scalar",
                        4,
                        "attn_logit_softcapping",
                        null),
                of("gemma2", "windows", "head_dim", 4, "query_pre_attn_scalar", 4, "sliding_window", null),
                of("olmo2", "output matrix", "tie_word_embeddings", true),
                of("stablelm", "output matrix", "partial_rotary_factor", 0.5, "tie_word_embeddings", true),
                of("falcon", "positions", "alibi", true),
                of("falcon", "windows, positions, norms", "parallel_attn", false),
                of("starcoder2", "biases", "use_bias", false),
                of("gpt_neox", "biases", "rotary_pct", 0.5, "attention_bias", false),
                of("gpt_neox", "an activation", "rotary_pct", 0.5, "hidden_act", "relu"),
                of("phi3", "as wide as the stream, 16", "head_dim", 8),
                of("qwen3", "turns a part of each head only", "head_dim", 4, "partial_rotary_factor", 0.5),
                of(
                        "qwen3",
                        "rotary scaling llama3 is not known",
                        "head_dim",
                        4,
                        "rope_scaling",
                        Map.of(
                                "rope_type",
                                "llama3",
                                "factor",
                                8.0,
                                "low_freq_factor",
                                1.0,
                                "high_freq_factor",
                                4.0,
                                "original_max_position_embeddings",
                                32)));
    }

    private Path source(Map<String, Object> changes) throws IOException {
        Map<String, Object> config = TinyFolder.llama();
        config.putAll(changes);
        Path source = TinyFolder.write(folder.resolve("source"), config, ElementType.F32, null);
        TinyTokenizer.write(source);
        return source;
    }

    private void refused(Path source, Pruning pruning, String reason) throws IOException {
        Path out = folder.resolve("out.gguf");
        try (Model dense = Model.open(source)) {
            Pruning what =
                    pruning == null ? Pruning.of(Plan.whole(dense.description().neurons())) : pruning;
            Destination to = new Destination.Gguf(out, Layout.COMPACT, null);
            assertThatThrownBy(() -> to.write(dense, what, Map.of(), null, Device.CPU, Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(reason)
                    .hasMessageContaining("write a Hugging Face folder");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(source);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedByItsReason(Map<String, Object> changes, String reason) throws IOException {
        refused(source(changes), null, reason);
    }

    @Test
    void headsAreNotTakenOutWhereTheyMustBeAsWideAsTheStream() throws IOException {
        BitSet one = new BitSet();
        one.set(1);
        Plan plan =
                TinyFolder.plan(40, 40, 40).withHeads(new HeadPlan(new int[] {2, 2, 2}, new BitSet[] {one, one, one}));
        refused(source(Map.of("model_type", "phi3")), Pruning.of(plan), "as wide as the stream, 16; take out no heads");
    }
}

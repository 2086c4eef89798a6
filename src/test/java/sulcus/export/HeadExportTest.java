package sulcus.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.FamilyFixtures;
import sulcus.client.PythonClient;
import sulcus.format.ElementType;
import sulcus.format.StrictJson;
import sulcus.model.Model;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.HeadPlan;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.prune.Refit;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Models that lost heads, as files. */
class HeadExportTest {
    @TempDir
    Path folder;

    private Path source(Map<String, Object> config) throws IOException {
        return TinyFolder.write(folder.resolve("source"), config, ElementType.F32, null);
    }

    private static Map<String, Object> of(String type, Object... changes) {
        Map<String, Object> config = TinyFolder.llama();
        config.put("model_type", type);
        for (int i = 0; i < changes.length; i += 2) {
            config.put((String) changes[i], changes[i + 1]);
        }
        return config;
    }

    private static Map<String, Object> opt() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model_type", "opt");
        config.put("hidden_size", 16);
        config.put("num_hidden_layers", TinyFolder.LAYERS);
        config.put("num_attention_heads", 4);
        config.put("ffn_dim", 40);
        config.put("vocab_size", TinyFolder.VOCABULARY);
        config.put("max_position_embeddings", 64);
        config.put("word_embed_proj_dim", 16);
        config.put("enable_bias", true);
        return config;
    }

    /** Unequal heads and neurons; for the uniform layout one group and 23 neurons off in every layer. */
    private static Pruning pruning(Model dense, Layout layout, boolean fitted) {
        HeadPlan heads = HeadPlan.whole(dense.description());
        heads.preserved()[0].clear(1);
        if (layout == Layout.UNIFORM) {
            heads.preserved()[1].clear(0);
            heads.preserved()[2].clear(0);
        }
        Plan neurons = layout == Layout.UNIFORM ? TinyFolder.plan(17, 17, 17) : TinyFolder.plan(11, 33, 23);
        Plan plan = neurons.withHeads(heads);
        if (!fitted) {
            return Pruning.of(plan);
        }
        int width = dense.description().groupSize() * dense.description().headSize();
        float[][] matrices = new float[TinyFolder.LAYERS][];
        Random random = new Random(2);
        for (int layer = 0; layer < 2; layer++) {
            matrices[layer] = new float[16 * heads.preserved()[layer].cardinality() * width];
            for (int i = 0; i < matrices[layer].length; i++) {
                matrices[layer][i] = (float) random.nextGaussian() * 0.4f;
            }
        }
        return new Pruning(plan, new Refit(TinyFolder.biases(), null), new Refit(TinyFolder.biases(), matrices));
    }

    private Exported export(Path source, Layout layout, boolean fitted, String name) {
        ExportSettings settings = new ExportSettings(folder.resolve(name), layout, null, Map.of());
        try (Model model = Model.open(source)) {
            return HuggingFaceExport.write(model, pruning(model, layout, fitted), settings, Device.CPU, Progress.NONE);
        }
    }

    private static float[] logits(Model model) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return runner.logits(TinyFolder.text(20), Gates.OPEN);
        }
    }

    private void comesBack(Map<String, Object> config, boolean fitted, Layout... layouts) throws IOException {
        Path source = source(config);
        for (Layout layout : layouts) {
            Exported exported = export(source, layout, fitted, layout.label());
            try (Model dense = Model.open(source);
                    Model written = Model.open(exported.out())) {
                Pruning pruning = pruning(dense, layout, fitted);
                assertThat(logits(written))
                        .as("%s %s", config.get("model_type"), layout)
                        .usingComparatorWithPrecision(1e-4f)
                        .containsExactly(logits(pruning.masked(dense)));
                assertThat(written.parameters()).isEqualTo(exported.size().parameters());
                if (layout != Layout.PADDED) {
                    assertThat(written.description().keyValueHeads())
                            .containsExactly(pruning.plan().heads().kept());
                }
            }
        }
    }

    @Test
    void everyLayoutOfALlamaModelComesBack() throws IOException {
        comesBack(TinyFolder.llama(), false, Layout.values());
    }

    @Test
    void everyLayoutOfALlamaModelComesBackWithItsCompensation() throws IOException {
        comesBack(TinyFolder.llama(), true, Layout.values());
    }

    @Test
    void everyLayoutOfQwen2ComesBackWithItsCompensation() throws IOException {
        comesBack(TinyFolder.qwen2(), true, Layout.values());
    }

    @Test
    void everyLayoutOfMistralComesBackWithItsCompensation() throws IOException {
        comesBack(of("mistral", "sliding_window", null), true, Layout.values());
    }

    @Test
    void qwen3ComesBackCompactWithItsCompensation() throws IOException {
        comesBack(of("qwen3", "head_dim", 4), true, Layout.COMPACT);
    }

    @Test
    void everyLayoutOfQwen3ComesBackWithoutBiases() throws IOException {
        comesBack(of("qwen3", "head_dim", 4), false, Layout.values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"granite", "olmo", "exaone4", "smollm3", "gemma3_text"})
    void everyLayoutOfOtherGatedFamiliesComesBack(String family) throws IOException {
        comesBack(gated(family), false, Layout.values());
    }

    /** With what sets a family apart. */
    private static Map<String, Object> gated(String family) {
        Map<String, Object> config = of(family, "head_dim", 4, "pad_token_id", 0);
        switch (family) {
            case "granite" -> config.put("residual_multiplier", 0.5);
            case "olmo" -> config.put("clip_qkv", 1.5);
            case "smollm3" -> config.put("no_rope_layers", List.of(1, 0, 1));
            default -> {
                config.put("sliding_window", 6);
                config.put("layer_types", List.of("sliding_attention", "full_attention", "sliding_attention"));
            }
        }
        return config;
    }

    @Test
    void gpt2ComesBackCompactAndPadded() throws IOException {
        comesBack(TinyFolder.gpt2(), true, Layout.COMPACT, Layout.PADDED);
    }

    @Test
    void optComesBackCompactAndPadded() throws IOException {
        comesBack(opt(), true, Layout.COMPACT, Layout.PADDED);
    }

    @Test
    void whatALayoutCannotHoldIsRefusedBeforeWork() throws IOException {
        try (Model gpt2 =
                        Model.open(TinyFolder.write(folder.resolve("gpt2"), TinyFolder.gpt2(), ElementType.F32, null));
                Model llama = Model.open(source(TinyFolder.llama()))) {
            assertThatThrownBy(() -> HuggingFaceExport.checkHeads(gpt2, Layout.UNIFORM))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("padded");
            Plan uneven = TinyFolder.plan(17, 17, 17)
                    .withHeads(pruning(llama, Layout.COMPACT, false).plan().heads());
            assertThatThrownBy(() -> HuggingFaceExport.check(llama, uneven, Compensating.NOTHING, Layout.UNIFORM))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("groups of heads");
        }
    }

    @Test
    void phi3LosesHeadsInTheLayoutsThatCanHoldThem() throws IOException {
        comesBack(of("phi3"), false, Layout.UNIFORM, Layout.PADDED);
        try (Model phi3 = Model.open(folder.resolve("source"))) {
            assertThatThrownBy(() -> HuggingFaceExport.checkHeads(phi3, Layout.COMPACT))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("padded");
            Plan plan = pruning(phi3, Layout.PADDED, false).plan();
            assertThatThrownBy(() ->
                            HuggingFaceExport.check(phi3, plan, Compensating.of(Compensation.BIAS), Layout.PADDED))
                    .isInstanceOf(Refusal.class)
                    .hasMessageEndingWith("take compensation none");
        }
    }

    @Test
    void theManifestSaysWhichGroupsStay() throws IOException {
        Exported exported = export(source(TinyFolder.llama()), Layout.COMPACT, true, "out");
        Map<String, Object> manifest = StrictJson.readObject(exported.out().resolve("sulcus.json"), 1 << 20);
        assertThat(manifest).containsEntry("changesAttentionOutput", true).containsEntry("addsBias", true);
        Map<?, ?> heads = (Map<?, ?>) ((Map<?, ?>) manifest.get("plan")).get("heads");
        assertThat(heads.get("groups")).isEqualTo(List.of(2L, 2L, 2L));
        assertThat(heads.get("kept")).isEqualTo(List.of(1L, 2L, 2L));
        List<Object> preserved = new ArrayList<>();
        preserved.add(List.of(0L));
        preserved.add(null);
        preserved.add(null);
        assertThat(heads.get("preserved")).isEqualTo(preserved);
    }

    @Test
    void aCompactExportIsPrunedOnceMore() throws IOException {
        Exported first = export(source(TinyFolder.llama()), Layout.COMPACT, true, "first");
        try (Model model = Model.open(first.out())) {
            HeadPlan heads = HeadPlan.whole(model.description());
            heads.preserved()[1].clear(1);
            heads.preserved()[2].clear(0);
            BitSet[] neurons = new BitSet[TinyFolder.LAYERS];
            for (int layer = 0; layer < neurons.length; layer++) {
                neurons[layer] = new BitSet();
                neurons[layer].set(1, 9);
            }
            Plan plan = new Plan(Float.NaN, model.description().neurons(), neurons, heads);
            ExportSettings settings = new ExportSettings(folder.resolve("second"), Layout.UNIFORM, null, Map.of());
            Exported second = HuggingFaceExport.write(model, Pruning.of(plan), settings, Device.CPU, Progress.NONE);
            assertThat(StrictJson.readObject(second.out().resolve("config.json"), 1 << 20))
                    .doesNotContainKeys("auto_map", "pruned_key_value_heads", "pruned_attention_bias")
                    .containsEntry("num_attention_heads", 2L)
                    .containsEntry("num_key_value_heads", 1L)
                    .containsEntry("head_dim", 4L);
        }
    }

    @Test
    void aDamagedNumberOfHeadsIsRefused() throws IOException {
        for (Object wrong : new Object[] {List.of(1, 2), List.of(1, 0, 2), List.of(1, 3, 2), "two"}) {
            Map<String, Object> config = TinyFolder.llama();
            config.put("pruned_key_value_heads", wrong);
            assertThatThrownBy(() -> source(config))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("pruned_key_value_heads");
        }
    }

    /** transformers gives the same logits for what was written; passed over where python3 lacks it. */
    @Test
    void transformersComputesTheSame() throws Exception {
        assumeTrue(
                python("import torch, transformers; print('ok')").equals("ok"),
                "python3 with transformers is not here");
        List<Map<String, Object>> both =
                List.of(TinyFolder.llama(), of("qwen3", "head_dim", 4), TinyFolder.gpt2(), opt());
        List<Map<String, Object>> configs = new ArrayList<>(both);
        List<Layout> compact = List.of(Layout.COMPACT);
        List<Layout> padded = List.of(Layout.COMPACT, Layout.PADDED);
        for (String family : List.of("granite", "olmo", "exaone4", "smollm3", "gemma3_text")) {
            configs.add(gated(family));
        }
        for (Map<String, Object> config : configs) {
            String type = (String) config.get("model_type");
            Path source = TinyFolder.write(folder.resolve(type), config, ElementType.F32, null);
            for (Layout layout : both.contains(config) ? padded : compact) {
                boolean fitted = layout == Layout.COMPACT || !type.equals("qwen3");
                Exported exported = export(source, layout, fitted, type + "-" + layout.label());
                float[] expected;
                try (Model written = Model.open(exported.out())) {
                    expected = logits(written);
                }
                String said = python(SCRIPT, exported.out().toString(), ids());
                String[] numbers = said.split("\\s+");
                assertThat(numbers).as("%s %s: %s", type, layout, said).hasSize(expected.length);
                for (int i = 0; i < numbers.length; i++) {
                    assertThat(Float.parseFloat(numbers[i]))
                            .as("%s %s: logit %d", type, layout, i)
                            .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(2e-4f));
                }
            }
        }
    }

    /** Whole text at once, and the last token behind a cache of the others. */
    private static final String SCRIPT = """
            import sys, torch, transformers
            transformers.logging.set_verbosity_error()
            model = transformers.AutoModelForCausalLM.from_pretrained(sys.argv[1], trust_remote_code=True).eval()
            ids = torch.tensor([[int(i) for i in sys.argv[2].split(",")]])
            with torch.no_grad():
                logits = model(ids).logits[0]
                past = model(ids[:, :-1], use_cache=True).past_key_values
                last = model(ids[:, -1:], past_key_values=past, use_cache=True).logits[0]
            assert torch.allclose(last[0], logits[-1], atol=1e-4), "the cache changes logits"
            print(" ".join(repr(x) for x in logits.flatten().tolist()))
            """;

    private static String ids() {
        StringBuilder text = new StringBuilder();
        for (int id : TinyFolder.text(20)) {
            text.append(text.isEmpty() ? "" : ",").append(id);
        }
        return text.toString();
    }

    private static String python(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PythonClient.interpreter(), "-W", "ignore", "-c", script));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.PIPE)
                    .start();
        } catch (IOException e) {
            return "no python3: " + e.getMessage();
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? said.strip() : "failed: " + error;
    }

    @ParameterizedTest
    @CsvSource({
        "olmo2, normalized over all of them",
        "cohere-norms, each has norms of its own",
        "bloom, each has a slope of its own"
    })
    void headsThatTheOthersDependOnStay(String family, String reason) throws URISyntaxException {
        Path fixture = FamilyFixtures.folder(family);
        try (Model model = Model.open(fixture)) {
            int[] before = model.description().keyValueHeads();
            HeadPlan heads = HeadPlan.whole(model.description());
            BitSet[] all = new BitSet[model.description().layers()];
            for (int layer = 0; layer < all.length; layer++) {
                all[layer] = new BitSet();
                all[layer].set(0, model.description().neurons()[layer]);
            }
            Plan plan = new Plan(Float.NaN, model.description().neurons(), all).withHeads(heads);
            assertThat(Pruning.of(plan).apply(model).description().keyValueHeads())
                    .isEqualTo(before);
            heads.preserved()[1].clear(0);
            assertThatThrownBy(() -> Pruning.of(plan).apply(model))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(reason);
        }
    }
}

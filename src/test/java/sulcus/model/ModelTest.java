package sulcus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.StrictJson;
import sulcus.model.Description.Position.Rotary;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class ModelTest {
    @TempDir
    Path folder;

    private static void assertSame(Model model, Weights expected) {
        for (WeightId id : WeightId.all(model.description().layers())) {
            assertThat(model.weights().has(id)).as(id.toString()).isEqualTo(expected.has(id));
            if (expected.has(id)) {
                assertThat(model.weights().read(id)).as(id.toString()).isEqualTo(expected.read(id));
            }
        }
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> Model.open(folder).close())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void weightsComeBackWhateverTheirArrangement() throws IOException {
        for (TinyModel tiny :
                List.of(TinyModel.llama(), TinyModel.gpt2(), TinyModel.llama().with("mlp_bias", true))) {
            Path place = folder.resolve("model" + tiny.hashCode());
            try (Model model = Model.open(tiny.write(place))) {
                assertSame(model, tiny.weights(place));
            }
        }
    }

    @Test
    void rowsCanBeReadInPieces() throws IOException {
        try (Model model = Model.open(TinyModel.gpt2().write(folder))) {
            WeightId id = WeightId.weight(Slot.UP, 1);
            float[] whole = model.weights().read(id);
            float[] piece = new float[3 * 16];
            model.weights().read(id, 5, 8, java.lang.foreign.MemorySegment.ofArray(piece));
            assertThat(piece).isEqualTo(Arrays.copyOfRange(whole, 5 * 16, 8 * 16));
        }
    }

    @Test
    void parametersCountTiedWeightsOnce() throws IOException {
        long layers = 2 * (16 * 16 * 2 + 2 * 8 * 16 + 3 * 24 * 16 + 2 * 16);
        TinyModel tied = TinyModel.llama().with("tie_word_embeddings", true);
        tied.type = ElementType.BF16;
        try (Model model = Model.open(tied.write(folder.resolve("tied")))) {
            assertThat(model.parameters()).isEqualTo(layers + 11 * 16 + 16);
            assertThat(model.weightBytes()).isEqualTo(2 * model.parameters());
            assertThat(model.storedType()).isEqualTo(ElementType.BF16);
            assertThat(model.tokenizer()).isEqualTo("none");
        }
        try (Model model = Model.open(TinyModel.llama().write(folder.resolve("untied")))) {
            assertThat(model.parameters()).isEqualTo(layers + 2 * 11 * 16 + 16);
        }
    }

    @Test
    void filesOfTheBareModelAreReadToo() throws IOException {
        TinyModel tiny = TinyModel.gpt2();
        tiny.prefixToDrop = "transformer.";
        tiny.others.put("h.0.attn.bias", new long[] {1, 1, 32, 32});
        try (Model model = Model.open(tiny.write(folder))) {
            assertSame(model, tiny.weights(folder));
        }
    }

    @Test
    void paddedEmbeddingRowsAreKeptAndMissingOnesRefused() throws IOException {
        TinyModel tiny = TinyModel.llama().with("tie_word_embeddings", true);
        tiny.others.put("model.embed_tokens.weight", new long[] {16, 16});
        try (Model model = Model.open(tiny.write(folder))) {
            assertThat(model.description().vocabulary()).isEqualTo(16);
            assertThat(model.weights().rows(WeightId.weight(Slot.EMBEDDING))).isEqualTo(16);
        }
        Files.delete(folder.resolve("model.safetensors"));
        tiny.others.put("model.embed_tokens.weight", new long[] {10, 16});
        tiny.write(folder);
        assertRefused("model.embed_tokens.weight: has shape [10, 16], the configuration says [11, 16]");
    }

    @Test
    void exportsOfUnequalWidthsAreReadBack() throws IOException {
        TinyModel tiny = TinyModel.llama()
                .with("model_type", "pruned_llama")
                .with("pruned_intermediate_sizes", List.of(7, 24))
                .with("pruned_down_bias", true);
        try (Model model = Model.open(tiny.write(folder))) {
            assertThat(model.description().family()).isEqualTo("llama");
            assertThat(model.description().neurons()).containsExactly(7, 24);
            assertThat(model.weights().has(WeightId.bias(Slot.DOWN, 0))).isTrue();
            assertSame(model, tiny.weights(folder));
        }
        tiny.with("pruned_intermediate_sizes", List.of(7)).configuration(folder);
        assertRefused("pruned_intermediate_sizes: has 1 numbers for 2 layers");
        tiny.with("pruned_intermediate_sizes", List.of(7, 0)).configuration(folder);
        assertRefused("pruned_intermediate_sizes: layer 1 is 0");
    }

    @Test
    void shardsAreOneModel() throws IOException {
        TinyModel tiny = TinyModel.llama();
        shard(tiny, Map.of());
        try (Model model = Model.open(folder)) {
            assertSame(model, tiny.weights(folder));
            assertThat(model.files()).hasSize(3);
        }
    }

    /** Writes the tiny model in two shards, with these entries of the index changed. */
    private void shard(TinyModel tiny, Map<String, Object> changes) throws IOException {
        tiny.write(folder);
        var map = new java.util.LinkedHashMap<String, Object>();
        try (SafetensorsFile whole = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            whole.tensors()
                    .keySet()
                    .forEach(name -> map.put(name, name.contains("layers.1") ? "b.safetensors" : "a.safetensors"));
        }
        Weights weights = tiny.weights(folder);
        List<PlacedTensor> tensors;
        try (Model model = Model.open(folder)) {
            tensors = model.family().huggingFaceTensors(model.description(), weights);
        }
        for (String shard : List.of("a.safetensors", "b.safetensors")) {
            tiny.leaveOut = name -> !map.get(name).equals(shard);
            tiny.write(folder.resolve(shard), tensors, weights);
        }
        tiny.leaveOut = name -> false;
        Files.delete(folder.resolve("model.safetensors"));
        map.putAll(changes);
        Files.writeString(folder.resolve("model.safetensors.index.json"), StrictJson.write(Map.of("weight_map", map)));
    }

    @Test
    void anIndexCannotLeadOutOfItsFolder() throws IOException {
        shard(TinyModel.llama(), Map.of("model.norm.weight", "../evil.safetensors"));
        assertRefused("no plain name");
    }

    @Test
    void aShardThatIsMissingOrHasSomethingElseIsRefused() throws IOException {
        shard(TinyModel.llama(), Map.of("model.norm.weight", "c.safetensors"));
        assertRefused("names c.safetensors, which is missing");
        Files.copy(folder.resolve("a.safetensors"), folder.resolve("c.safetensors"));
        assertRefused("the index does not say so");
    }

    @Test
    void aTensorThatTheShardDoesNotHaveIsNamed() throws IOException {
        shard(TinyModel.llama(), Map.of("model.more.weight", "a.safetensors"));
        assertRefused("model.more.weight: should be in a.safetensors");
    }

    @Test
    void missingMisshapedAndUnexpectedTensorsAreNamed() throws IOException {
        TinyModel missing = TinyModel.llama();
        missing.leaveOut = "model.layers.1.mlp.up_proj.weight"::equals;
        missing.write(folder);
        assertRefused("tensor model.layers.1.mlp.up_proj.weight is missing");

        Files.delete(folder.resolve("model.safetensors"));
        TinyModel misshaped = TinyModel.llama();
        misshaped.others.put("model.layers.0.mlp.gate_proj.weight", new long[] {25, 16});
        misshaped.write(folder);
        assertRefused("model.layers.0.mlp.gate_proj.weight: has shape [25, 16], the configuration says [24, 16]");

        Files.delete(folder.resolve("model.safetensors"));
        TinyModel unexpected = TinyModel.llama();
        unexpected.others.put("model.layers.0.self_attn.q_proj.bias", new long[] {16});
        unexpected.write(folder);
        assertRefused("tensor model.layers.0.self_attn.q_proj.bias is not one that a llama model");
    }

    @Test
    void moreLayersThanTheFileHasNamesTheFirstThatIsMissing() throws IOException {
        TinyModel.llama().write(folder);
        TinyModel.llama().with("num_hidden_layers", 3).configuration(folder);
        assertRefused("tensor model.layers.2.input_layernorm.weight is missing");
    }

    @Test
    void wholeNumbersAreNoWeights() throws IOException {
        TinyModel.llama().write(folder);
        Files.delete(folder.resolve("model.safetensors"));
        TinyModel tiny = TinyModel.llama();
        tiny.write(folder);
        byte[] content = Files.readAllBytes(folder.resolve("model.safetensors"));
        String text = new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).replace("\"F32\"", "\"I32\"");
        Files.write(folder.resolve("model.safetensors"), text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertRefused("elements of type I32 are not read");
    }

    @Test
    void anUnknownFamilyIsNamedWithTheFirstWeightNotUnderstood() throws IOException {
        TinyModel tiny = TinyModel.llama();
        tiny.others.put("model.layers.0.block_sparse_moe.e_score_correction_bias", new long[] {2});
        tiny.write(folder);
        tiny.with("model_type", "minimax").configuration(folder);
        assertRefused("minimax models are not known");
        assertRefused(
                "known are bloom, cohere, cohere2, exaone4, falcon, gemma2, gemma3, gemma3_text, glm, glm4, gpt2, gpt_neox, granite, llama, llama4, llama4_text, mistral, mixtral");
        assertRefused("first weight that is not understood: model.layers.0.block_sparse_moe.e_score_correction_bias");
    }

    @Test
    void foldersThatAreNoModelsSaySo() throws IOException {
        assertRefused("no model");
        assertThatThrownBy(() -> Model.open(folder.resolve("none")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no such file");
        TinyModel.llama().configuration(folder);
        assertRefused("has neither model.safetensors nor");
        Files.writeString(folder.resolve("pytorch_model.bin"), "pickle");
        assertRefused("Python pickles");
        Files.writeString(folder.resolve("model.safetensors"), "pickle in disguise");
        assertRefused("safetensors");
        TinyModel.llama().with("quantization_config", Map.of("bits", 4)).configuration(folder);
        assertRefused("quantized");
    }

    @Test
    void hostileConfigurationsAreRefused() throws IOException {
        TinyModel.llama().write(folder);
        for (Object[] wrong : new Object[][] {
            {"hidden_size", 0},
            {"hidden_size", -16},
            {"hidden_size", 1L << 40},
            {"hidden_size", 16.5},
            {"hidden_size", "16"},
            {"hidden_size", null},
            {"num_hidden_layers", 1_000_000},
            {"num_attention_heads", 0},
            {"num_attention_heads", 6},
            {"num_key_value_heads", 3},
            {"head_dim", 4_000_000},
            {"head_dim", 5},
            {"intermediate_size", List.of(24, 24)},
            {"vocab_size", 1L << 62},
            {"vocab_size", new java.math.BigInteger("100000000000000000000")},
            {"rms_norm_eps", 0},
            {"rms_norm_eps", -1e-5},
            {"rope_theta", 0},
            {"rope_theta", "10000"},
            {"rope_scaling", "linear"},
            {"rope_scaling", Map.of("type", "su")},
            {"rope_scaling", Map.of("type", "linear")},
            {"rope_scaling", Map.of("rope_type", "llama3", "factor", 8, "low_freq_factor", 4, "high_freq_factor", 4)},
            {"rope_parameters", Map.of("full_attention", Map.of("rope_theta", 1e4))},
            {"hidden_act", "mish"},
            {"tie_word_embeddings", "yes"},
            {"max_position_embeddings", 0},
        }) {
            TinyModel.llama().with((String) wrong[0], wrong[1]).configuration(folder);
            assertRefused("config.json: " + wrong[0]);
        }
        for (String text : List.of("", "[]", "{", "{\"a\":1,\"a\":2}", "{} {}", "null", "{\"hidden_size\":NaN}")) {
            Files.writeString(folder.resolve("config.json"), text);
            assertRefused("config.json");
        }
        Files.writeString(folder.resolve("config.json"), "{\"a\":" + "[".repeat(5000));
        assertRefused("config.json");
        Files.write(folder.resolve("config.json"), new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        assertRefused("UTF-8");
    }

    @Test
    void weightsThatAreNotNumbersAreFoundWhenAskedFor() throws IOException {
        TinyModel tiny = TinyModel.llama();
        tiny.write(folder);
        Path file = folder.resolve("model.safetensors");
        long offset;
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            offset = tensors.tensor("model.layers.1.mlp.down_proj.weight").offset();
        }
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, (int) offset, (int) offset + 8, (byte) 0xff);
        content[(int) offset + 14] = (byte) 0x80;
        content[(int) offset + 15] = 0x7f;
        content[(int) offset + 12] = content[(int) offset + 13] = 0;
        Files.write(file, content);
        try (Model model = Model.open(folder)) {
            List<WeightCheck.Count> counts = WeightCheck.counts(model, Progress.NONE);
            assertThat(counts)
                    .containsExactly(new WeightCheck.Count(
                            WeightId.weight(Slot.DOWN, 1),
                            "model.safetensors: model.layers.1.mlp.down_proj.weight",
                            2,
                            1));
            WeightCheck.refuseNotFinite(model, 0, Progress.NONE);
            assertThatThrownBy(() -> WeightCheck.refuseNotFinite(model, 1, Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("down_proj.weight: holds 2 NaN and 1 infinite");
        }
    }

    @Test
    void aNameIsFoundInTheLocalCache() throws IOException {
        Path model = folder.resolve("hub").resolve("models--org--name");
        Path snapshot = model.resolve("snapshots").resolve("0a1b");
        TinyModel.llama().write(snapshot);
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs").resolve("main"), "0a1b\n");
        HubCache cache = HubCache.of(Map.of("HF_HOME", folder.toString()), folder.resolve("home"));
        assertThat(cache.find("org/name")).contains(snapshot);
        assertThat(cache.find("org/other")).isEmpty();
        assertThat(cache.find("../name")).isEmpty();
        assertThat(cache.find("/org/name")).isEmpty();
        Files.writeString(model.resolve("refs").resolve("main"), "../../../etc");
        assertThatThrownBy(() -> cache.find("org/name")).isInstanceOf(Refusal.class);
    }

    @Test
    void theCacheListsWhatItHolds() throws IOException {
        Path hub = folder.resolve("hub");
        Path model = hub.resolve("models--org--name");
        Path snapshot = model.resolve("snapshots").resolve("0a1b");
        TinyModel.llama().write(snapshot);
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs").resolve("main"), "0a1b");
        Files.createDirectories(hub.resolve("models--org--fetched-in-part").resolve("refs"));
        Files.createDirectories(hub.resolve("datasets--org--texts"));
        assertThat(new HubCache(hub).all())
                .extracting(LocalModel::name, LocalModel::keeper, LocalModel::path)
                .containsExactly(tuple("org/name", "Hugging Face cache", snapshot));
        assertThat(new HubCache(hub).all().getFirst().bytes()).isPositive();
        assertThat(new HubCache(folder.resolve("none")).all()).isEmpty();
    }

    private Path manifest(String name, String content) throws IOException {
        Path manifest = folder.resolve("manifests").resolve("host").resolve(name);
        Files.createDirectories(manifest.getParent());
        return Files.writeString(manifest, content);
    }

    @Test
    void ollamasModelsAreFoundByTheirNames() throws IOException {
        String digest = "0f".repeat(32);
        String layers = "{\"layers\": [{\"mediaType\": \"application/vnd.ollama.image.license\", \"digest\": \"sha256:"
                + "ab".repeat(32)
                + "\"}, {\"mediaType\": \"application/vnd.ollama.image.model\", \"digest\": \"%s\"}]}";
        manifest("library/small/latest", layers.formatted("sha256:" + digest));
        manifest("someone/other/7b", layers.formatted("sha256:" + digest));
        manifest("library/gone/latest", layers.formatted("sha256:" + "1e".repeat(32)));
        manifest("library/evil/latest", layers.formatted("../../../etc/passwd"));
        manifest("library/broken/latest", "{");
        Path blob = folder.resolve("blobs").resolve("sha256-" + digest);
        Files.createDirectories(blob.getParent());
        Files.write(blob, new byte[100]);

        OllamaStore store = OllamaStore.of(Map.of("OLLAMA_MODELS", folder.toString()), folder.resolve("home"));
        assertThat(store.all())
                .extracting(LocalModel::name, LocalModel::path, LocalModel::bytes)
                .containsExactly(
                        tuple("ollama:small:latest", blob, 100L), tuple("ollama:someone/other:7b", blob, 100L));
        assertThat(store.find("ollama:small")).contains(blob);
        assertThat(store.find("ollama:small:latest")).contains(blob);
        assertThat(store.find("ollama:someone/other:7b")).contains(blob);
        assertThat(store.find("ollama:someone/other")).isEmpty();
        assertThat(store.find("small")).isEmpty();
        assertThat(OllamaStore.of(Map.of(), folder.resolve("home")).all()).isEmpty();
    }

    private Rotary rotary(TinyModel tiny) throws IOException {
        return (Rotary) new LlamaFamily().describe(tiny.configuration(folder)).position();
    }

    @Test
    void bothSpellingsOfRotarySettingsSayTheSame() throws IOException {
        Map<String, Object> llama3 = Map.of(
                "rope_type", "llama3",
                "factor", 8.0,
                "low_freq_factor", 1.0,
                "high_freq_factor", 4.0,
                "original_max_position_embeddings", 32);
        Rotary old = rotary(TinyModel.llama().with("rope_scaling", llama3));
        TinyModel renewed = TinyModel.llama();
        renewed.config.remove("rope_theta");
        var parameters = new java.util.HashMap<>(llama3);
        parameters.put("rope_theta", 1000.0);
        Rotary fresh = rotary(renewed.with("rope_parameters", parameters));
        assertThat(fresh.inverseFrequencies()).isEqualTo(old.inverseFrequencies());
        Rotary plain = rotary(TinyModel.llama());
        assertThat(plain.inverseFrequencies()).containsExactly(new double[] {1, 1 / Math.sqrt(1000)}, within(1e-15));
        // waves of 2π and 199: the first is shorter than 32 / 4, the second longer than 32 / 1
        assertThat(old.inverseFrequencies()).containsExactly(new double[] {1, 1 / Math.sqrt(1000) / 8}, within(1e-15));
        assertThat(rotary(TinyModel.llama().with("rope_scaling", Map.of("type", "linear", "factor", 4)))
                        .inverseFrequencies())
                .containsExactly(new double[] {0.25, 0.25 / Math.sqrt(1000)}, within(1e-15));
        assertThat(rotary(TinyModel.llama().with("rope_scaling", Map.of("type", "dynamic", "factor", 4)))
                        .inverseFrequencies())
                .isEqualTo(plain.inverseFrequencies());
    }

    @Test
    void yarnIsAsTransformersComputesIt() throws IOException {
        TinyModel tiny = TinyModel.llama()
                .with("head_dim", 16)
                .with("rope_theta", 10000.0)
                .with("max_position_embeddings", 131072)
                .with(
                        "rope_scaling",
                        Map.of("rope_type", "yarn", "factor", 4.0, "original_max_position_embeddings", 4096));
        Rotary yarn = rotary(tiny);
        assertThat(yarn.magnitude()).isCloseTo(1.138629436111989, within(1e-12));
        assertThat(yarn.inverseFrequencies()).containsExactly(YARN, within(1e-7));
    }

    /** From transformers 5.23, ROPE_INIT_FUNCTIONS["yarn"] with the settings above (float32). */
    private static final double[] YARN = {
        1.0,
        0.3162277638912201,
        0.10000000149011612,
        0.025693506002426147,
        0.00624999962747097,
        0.0013834965648129582,
        0.0002500000118743628,
        7.905694656074047e-05
    };

    @Test
    void windowsFollowTheFamilysRules() throws IOException {
        TinyModel mistral = TinyModel.llama().with("model_type", "mistral");
        assertThat(window(mistral)).containsExactly(4096, 4096);
        assertThat(window(mistral.with("sliding_window", null))).containsExactly(0, 0);
        assertThat(window(mistral.with("sliding_window", 16))).containsExactly(16, 16);
        TinyModel qwen = TinyModel.llama().with("model_type", "qwen2").with("sliding_window", 8);
        assertThat(window(qwen)).containsExactly(0, 0);
        assertThat(window(qwen.with("use_sliding_window", true))).containsExactly(0, 0);
        assertThat(window(qwen.with("max_window_layers", 1))).containsExactly(0, 8);
        assertThat(window(qwen.with("layer_types", List.of("sliding_attention", "full_attention"))))
                .containsExactly(8, 0);
    }

    private int[] window(TinyModel tiny) throws IOException {
        Family family = Families.of((String) tiny.config.get("model_type")).orElseThrow();
        return family.describe(tiny.configuration(folder)).window();
    }
}

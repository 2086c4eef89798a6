package sulcus.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two short Python files that let transformers load a model whose MLPs differ in width (tried with transformers 5.23):
 * the family's own classes, with the MLPs replaced after they were built. There is no {@code per_layer_config} key: the
 * base class would read it and refuse (AmbiguousGlobalPerLayerAttributeError).
 *
 * @param family {@code model_type} of the dense model
 * @param title the family's name in its class names: "Llama" in LlamaConfig
 * @param causal the class that predicts tokens
 * @param widthKey the key of config.json with the MLP's width; null where there is none
 * @param mlp how the family builds its MLP; null where there is no such code: transformers 5 renames GPT-NeoX's output matrix
 *     by {@code model_type} while loading, which does not happen for a type of our own
 */
record ModellingCode(String family, String title, String causal, String widthKey, Mlp mlp) {
    private static final String LAYERS = "layer, width in zip(self.model.layers, config.pruned_intermediate_sizes)";
    private static final String GATED_MLP = """
            mlp = layer.mlp
            bias = mlp.gate_proj.bias is not None
            down_bias = mlp.down_proj.bias is not None or config.pruned_down_bias
            mlp.intermediate_size = width
            mlp.gate_proj = nn.Linear(config.hidden_size, width, bias=bias)
            mlp.up_proj = nn.Linear(config.hidden_size, width, bias=bias)
            mlp.down_proj = nn.Linear(width, config.hidden_size, bias=down_bias)
            """;

    /**
     * The modules of an MLP, and of the attention beside it, as Python: where the layers are, and how one layer's MLP gets another
     * width and its attention another number of heads.
     */
    enum Mlp {
        GATED(
                "from torch import nn",
                LAYERS,
                GATED_MLP,
                "layer, heads in zip(self.model.layers, config.pruned_key_value_heads)",
                """
                attention = layer.self_attn
                keys = heads * attention.head_dim
                queries = keys * attention.num_key_value_groups
                bias = attention.q_proj.bias is not None
                output_bias = attention.o_proj.bias is not None or config.pruned_attention_bias
                attention.q_proj = nn.Linear(config.hidden_size, queries, bias=bias)
                attention.k_proj = nn.Linear(config.hidden_size, keys, bias=bias)
                attention.v_proj = nn.Linear(config.hidden_size, keys, bias=bias)
                attention.o_proj = nn.Linear(queries, config.hidden_size, bias=output_bias)
                """),
        /** As gated, where the attention must keep its heads: its norm runs over all of them, or nothing says their size. */
        GATED_ALONE("from torch import nn", LAYERS, GATED_MLP, null, null),
        /** StarCoder 2: a plain MLP in LLaMA's layers. */
        PLAIN("from torch import nn", LAYERS, """
                down_bias = config.use_bias or config.pruned_down_bias
                layer.mlp.c_fc = nn.Linear(config.hidden_size, width, bias=config.use_bias)
                layer.mlp.c_proj = nn.Linear(width, config.hidden_size, bias=down_bias)
                """, null, null),
        /** Phi-3: gate and up in one matrix; its attention reads the number of heads off the configuration of all layers. */
        FUSED("from torch import nn", LAYERS, """
                layer.mlp.gate_up_proj = nn.Linear(config.hidden_size, 2 * width, bias=False)
                layer.mlp.down_proj = nn.Linear(width, config.hidden_size, bias=config.pruned_down_bias)
                """, null, null),
        /** BLOOM, whose configuration has no key for the width. */
        BLOOM(
                "from torch import nn",
                "block, width in zip(self.transformer.h, config.pruned_intermediate_sizes)",
                """
                block.mlp.dense_h_to_4h = nn.Linear(config.hidden_size, width)
                block.mlp.dense_4h_to_h = nn.Linear(width, config.hidden_size)
                """,
                null,
                null),
        /** Falcon, whose own linear layers give the same. */
        FALCON(
                "from torch import nn",
                "block, width in zip(self.transformer.h, config.pruned_intermediate_sizes)",
                """
                down_bias = config.bias or config.pruned_down_bias
                block.mlp.dense_h_to_4h = nn.Linear(config.hidden_size, width, bias=config.bias)
                block.mlp.dense_4h_to_h = nn.Linear(width, config.hidden_size, bias=down_bias)
                """,
                null,
                null),
        /** GPT-2: matrices the other way round. */
        CONVOLUTION(
                "from transformers.pytorch_utils import Conv1D",
                "block, width in zip(self.transformer.h, config.pruned_intermediate_sizes)",
                """
                block.mlp.c_fc = Conv1D(width, config.hidden_size)
                block.mlp.c_proj = Conv1D(config.hidden_size, width)
                """,
                "block, heads in zip(self.transformer.h, config.pruned_key_value_heads)",
                """
                attention = block.attn
                width = heads * attention.head_dim
                attention.num_heads = heads
                attention.split_size = width
                attention.c_attn = Conv1D(3 * width, config.hidden_size)
                attention.c_proj = Conv1D(config.hidden_size, width)
                """),
        OPT(
                "from torch import nn",
                "layer, width in zip(self.model.decoder.layers, config.pruned_intermediate_sizes)",
                """
                down_bias = config.enable_bias or config.pruned_down_bias
                layer.fc1 = nn.Linear(config.hidden_size, width, bias=config.enable_bias)
                layer.fc2 = nn.Linear(width, config.hidden_size, bias=down_bias)
                """,
                "layer, heads in zip(self.model.decoder.layers, config.pruned_key_value_heads)",
                """
                attention = layer.self_attn
                width = heads * attention.head_dim
                output_bias = config.enable_bias or config.pruned_attention_bias
                attention.num_heads = heads
                attention.q_proj = nn.Linear(config.hidden_size, width, bias=config.enable_bias)
                attention.k_proj = nn.Linear(config.hidden_size, width, bias=config.enable_bias)
                attention.v_proj = nn.Linear(config.hidden_size, width, bias=config.enable_bias)
                attention.out_proj = nn.Linear(width, config.hidden_size, bias=output_bias)
                """);

        private final String imported;
        private final String loop;
        private final String body;
        private final String attentionLoop;
        private final String attention;

        Mlp(String imported, String loop, String body, String attentionLoop, String attention) {
            this.imported = imported;
            this.loop = loop;
            this.body = body;
            this.attentionLoop = attentionLoop;
            this.attention = attention;
        }

        /** How one layer's attention gets another number of heads; null where it cannot. */
        String attention() {
            return attention;
        }
    }

    private static final Map<String, ModellingCode> KNOWN = Stream.of(
                    usual("llama", "Llama", Mlp.GATED),
                    usual("mistral", "Mistral", Mlp.GATED),
                    usual("qwen2", "Qwen2", Mlp.GATED),
                    usual("qwen3", "Qwen3", Mlp.GATED),
                    usual("gemma2", "Gemma2", Mlp.GATED),
                    usual("phi3", "Phi3", Mlp.FUSED),
                    new ModellingCode("falcon", "Falcon", "FalconForCausalLM", "ffn_hidden_size", Mlp.FALCON),
                    usual("glm", "Glm", Mlp.FUSED),
                    usual("glm4", "Glm4", Mlp.FUSED),
                    usual("olmo2", "Olmo2", Mlp.GATED_ALONE),
                    usual("stablelm", "StableLm", Mlp.GATED_ALONE),
                    new ModellingCode("gemma3_text", "Gemma3Text", "Gemma3ForCausalLM", "intermediate_size", Mlp.GATED),
                    usual("smollm3", "SmolLM3", Mlp.GATED),
                    usual("cohere", "Cohere", Mlp.GATED_ALONE),
                    usual("cohere2", "Cohere2", Mlp.GATED_ALONE),
                    new ModellingCode("bloom", "Bloom", "BloomForCausalLM", null, Mlp.BLOOM),
                    usual("olmo3", "Olmo3", Mlp.GATED_ALONE),
                    usual("olmo", "Olmo", Mlp.GATED),
                    usual("granite", "Granite", Mlp.GATED),
                    usual("exaone4", "Exaone4", Mlp.GATED),
                    usual("starcoder2", "Starcoder2", Mlp.PLAIN),
                    usual("gpt_neox", "GPTNeoX", null),
                    usual("mixtral", "Mixtral", null),
                    new ModellingCode("qwen2_moe", "Qwen2Moe", "Qwen2MoeForCausalLM", "moe_intermediate_size", null),
                    new ModellingCode("qwen3_moe", "Qwen3Moe", "Qwen3MoeForCausalLM", "moe_intermediate_size", null),
                    usual("olmoe", "Olmoe", null),
                    new ModellingCode("llama4_text", "Llama4", "Llama4ForCausalLM", "intermediate_size", null),
                    new ModellingCode("opt", "OPT", "OPTForCausalLM", "ffn_dim", Mlp.OPT),
                    new ModellingCode("gpt2", "GPT2", "GPT2LMHeadModel", "n_inner", Mlp.CONVOLUTION))
            .collect(Collectors.toUnmodifiableMap(ModellingCode::family, code -> code));

    private static ModellingCode usual(String family, String title, Mlp mlp) {
        return new ModellingCode(family, title, title + "ForCausalLM", "intermediate_size", mlp);
    }

    /** What is known of a family, or null. */
    static ModellingCode of(String family) {
        return KNOWN.get(family);
    }

    /** Whether the configuration says the size of a head, so that all layers can have fewer. */
    boolean headSizeKey() {
        return mlp == Mlp.GATED || mlp == Mlp.FUSED;
    }

    /** Whether the configuration's {@code attention_bias} gives the attention's output projection a bias. */
    boolean attentionBiasKey() {
        return family.equals("llama") || family.equals("qwen3") || family.equals("gemma2") || family.equals("granite");
    }

    String modelType() {
        return "pruned_" + family;
    }

    String prunedCausal() {
        return "Pruned" + causal;
    }

    private String configuration() {
        return "configuration_" + modelType();
    }

    private String modelling() {
        return "modeling_" + modelType();
    }

    /** The value of {@code auto_map}. */
    Map<String, Object> autoMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("AutoConfig", configuration() + ".Pruned" + title + "Config");
        map.put("AutoModelForCausalLM", modelling() + "." + prunedCausal());
        return map;
    }

    /**
     * The files, by name.
     *
     * @param attention whether attention differs from layer to layer too
     */
    Map<String, String> files(boolean attention) {
        Map<String, String> files = new LinkedHashMap<>();
        String what = attention ? "MLPs and attention differ" : "MLPs differ in width";
        files.put(
                configuration() + ".py",
                named((attention ? CONFIGURATION_OF_HEADS : CONFIGURATION).replace("DIFFERING", what)));
        String code = named(MODELLING
                .replace("IMPORTED", imports())
                .replace("DIFFERING", what)
                .replace(
                        "        LOOPS\n",
                        loop(mlp.loop, mlp.body) + (attention ? loop(mlp.attentionLoop, mlp.attention) : "")));
        files.put(modelling() + ".py", code);
        return files;
    }

    private static String loop(String head, String body) {
        return "        for " + head + ":\n" + body.indent(12);
    }

    private String imports() {
        String own = "from transformers import CAUSAL";
        return mlp.imported.startsWith("from transformers") ? own + "\n" + mlp.imported : mlp.imported + "\n" + own;
    }

    private String named(String template) {
        return template.replace("CAUSAL", causal).replace("TITLE", title).replace("FAMILY", family);
    }

    private static final String CONFIGURATION = """
            \"""Configuration of a TITLE model whose DIFFERING from layer to layer. Written by Sulcus.\"""

            from transformers import TITLEConfig


            class PrunedTITLEConfig(TITLEConfig):
                model_type = "pruned_FAMILY"

                def __init__(self, pruned_intermediate_sizes=None, pruned_down_bias=False, **kwargs):
                    # The width of each layer's MLP; whether the down projections have a bias that the family lacks.
                    self.pruned_intermediate_sizes = pruned_intermediate_sizes
                    self.pruned_down_bias = pruned_down_bias
                    super().__init__(**kwargs)
            """;

    private static final String CONFIGURATION_OF_HEADS = """
            \"""Configuration of a TITLE model whose DIFFERING from layer to layer. Written by Sulcus.\"""

            from transformers import TITLEConfig


            class PrunedTITLEConfig(TITLEConfig):
                model_type = "pruned_FAMILY"

                def __init__(
                    self,
                    pruned_intermediate_sizes=None,
                    pruned_down_bias=False,
                    pruned_key_value_heads=None,
                    pruned_attention_bias=False,
                    **kwargs,
                ):
                    # The width of each layer's MLP; whether the down projections have a bias that the family lacks;
                    # the key/value heads of each layer; whether the output projections have a bias that the family lacks.
                    self.pruned_intermediate_sizes = pruned_intermediate_sizes
                    self.pruned_down_bias = pruned_down_bias
                    self.pruned_key_value_heads = pruned_key_value_heads
                    self.pruned_attention_bias = pruned_attention_bias
                    super().__init__(**kwargs)
            """;

    private static final String MODELLING = """
            \"""A TITLE model whose DIFFERING from layer to layer. Written by Sulcus.\"""

            IMPORTED

            from .configuration_pruned_FAMILY import PrunedTITLEConfig


            class PrunedCAUSAL(CAUSAL):
                config_class = PrunedTITLEConfig

                def __init__(self, config):
                    super().__init__(config)
                    LOOPS
                    self.post_init()
            """;
}

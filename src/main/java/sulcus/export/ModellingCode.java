package sulcus.export;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The two short Python files that let transformers load a model whose MLPs differ in width (tried with transformers 5.23):
 * the family's own classes, with the MLPs replaced after they were built. There is no {@code per_layer_config} key: the
 * base class would read it and refuse (AmbiguousGlobalPerLayerAttributeError).
 *
 * @param family {@code model_type} of the dense model
 * @param title the family's name in its class names: "Llama" in LlamaForCausalLM
 * @param causal the class that predicts tokens
 * @param widthKey the key of config.json with the MLP's width
 * @param convolution whether the MLP is GPT-2's pair of Conv1D (else gate, up and down projections)
 */
record ModellingCode(String family, String title, String causal, String widthKey, boolean convolution) {
    private static final Map<String, ModellingCode> KNOWN = Map.of(
            "llama", gated("llama", "Llama"),
            "mistral", gated("mistral", "Mistral"),
            "qwen2", gated("qwen2", "Qwen2"),
            "gpt2", new ModellingCode("gpt2", "GPT2", "GPT2LMHeadModel", "n_inner", true));

    private static ModellingCode gated(String family, String title) {
        return new ModellingCode(family, title, title + "ForCausalLM", "intermediate_size", false);
    }

    /** What is known of a family, or null. */
    static ModellingCode of(String family) {
        return KNOWN.get(family);
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

    /** The files, by name. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(configuration() + ".py", named(CONFIGURATION));
        files.put(modelling() + ".py", named(convolution ? CONVOLUTION : GATED));
        return files;
    }

    private String named(String template) {
        return template.replace("CAUSAL", causal).replace("TITLE", title).replace("FAMILY", family);
    }

    private static final String CONFIGURATION =
            """
            \"""Configuration of a TITLE model whose MLPs differ in width from layer to layer. Written by Sulcus.\"""

            from transformers import TITLEConfig


            class PrunedTITLEConfig(TITLEConfig):
                model_type = "pruned_FAMILY"

                def __init__(self, pruned_intermediate_sizes=None, pruned_down_bias=False, **kwargs):
                    # The width of each layer's MLP; whether the down projections have a bias that the family lacks.
                    self.pruned_intermediate_sizes = pruned_intermediate_sizes
                    self.pruned_down_bias = pruned_down_bias
                    super().__init__(**kwargs)
            """;

    private static final String GATED =
            """
            \"""A TITLE model whose MLPs differ in width from layer to layer. Written by Sulcus.\"""

            from torch import nn
            from transformers import CAUSAL

            from .configuration_pruned_FAMILY import PrunedTITLEConfig


            class PrunedCAUSAL(CAUSAL):
                config_class = PrunedTITLEConfig

                def __init__(self, config):
                    super().__init__(config)
                    for layer, width in zip(self.model.layers, config.pruned_intermediate_sizes):
                        mlp = layer.mlp
                        bias = mlp.gate_proj.bias is not None
                        down_bias = mlp.down_proj.bias is not None or config.pruned_down_bias
                        mlp.intermediate_size = width
                        mlp.gate_proj = nn.Linear(config.hidden_size, width, bias=bias)
                        mlp.up_proj = nn.Linear(config.hidden_size, width, bias=bias)
                        mlp.down_proj = nn.Linear(width, config.hidden_size, bias=down_bias)
                    self.post_init()
            """;

    private static final String CONVOLUTION =
            """
            \"""A TITLE model whose MLPs differ in width from layer to layer. Written by Sulcus.\"""

            from transformers import CAUSAL
            from transformers.pytorch_utils import Conv1D

            from .configuration_pruned_FAMILY import PrunedTITLEConfig


            class PrunedCAUSAL(CAUSAL):
                config_class = PrunedTITLEConfig

                def __init__(self, config):
                    super().__init__(config)
                    for block, width in zip(self.transformer.h, config.pruned_intermediate_sizes):
                        block.mlp.c_fc = Conv1D(width, config.hidden_size)
                        block.mlp.c_proj = Conv1D(config.hidden_size, width)
                    self.post_init()
            """;
}

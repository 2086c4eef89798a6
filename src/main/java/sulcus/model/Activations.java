package sulcus.model;

import sulcus.model.Description.Activation;

/** The names of activation functions in transformers' ACT2FN. */
final class Activations {
    private Activations() {}

    static Activation of(Configuration config, String key, String otherwise) {
        String name = config.text(key, otherwise);
        return switch (name) {
            case "silu", "swish" -> Activation.SILU;
            case "gelu", "gelu_python" -> Activation.GELU;
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> Activation.GELU_TANH;
            case "relu" -> Activation.RELU;
            default ->
                throw config.refusal(
                        key,
                        name + " is not known; known are silu, gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, relu");
        };
    }
}

package sulcus.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import sulcus.format.ElementType;
import sulcus.model.PlacedTensor;
import sulcus.model.Slot;
import sulcus.task.Refusal;

/**
 * The mixtures of element types in which a GGUF file is written, with their numbers in {@code general.file_type} (llama.cpp's
 * llama_ftype). Norms, biases, learned positions and what chooses experts stay float32, as in llama.cpp's files. A matrix whose rows are no whole
 * number of blocks takes the type that llama-quantize falls back to ({@code src/llama-quant.cpp}).
 */
public enum GgufType {
    F32(0, ElementType.F32),
    F16(1, ElementType.F16),
    BF16(32, ElementType.BF16),
    Q8_0(7, ElementType.Q8_0),
    Q5_0(8, ElementType.Q5_0),
    Q4_0(2, ElementType.Q4_0),
    /** Q4_K, and Q6_K for the output matrix and a half of the value and down projections. */
    Q4_K_M(15, ElementType.Q4_K);

    private final int number;
    private final ElementType most;

    GgufType(int number, ElementType most) {
        this.number = number;
        this.most = most;
    }

    /** Its {@code general.file_type}. */
    int number() {
        return number;
    }

    /** The type of most of the matrices. */
    public ElementType most() {
        return most;
    }

    /** As it is given on the command line: "f32", "q8_0" … */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, for people. */
    public static String labels() {
        return Arrays.stream(values()).map(GgufType::label).collect(Collectors.joining(", "));
    }

    /**
     * Reads a label, or the names that Python has for the plain types.
     *
     * @throws Refusal if it is none
     */
    public static GgufType parse(String text) {
        String label = text.strip().toLowerCase(Locale.ROOT);
        return switch (label) {
            case "float32" -> F32;
            case "float16" -> F16;
            case "bfloat16" -> BF16;
            default ->
                Arrays.stream(values())
                        .filter(type -> type.label().equals(label))
                        .findFirst()
                        .orElseThrow(
                                () -> new Refusal("dtype \"" + text + "\": unknown; a GGUF is written in " + labels()));
        };
    }

    /** The one that keeps what a model has; float32 for a quantized one, whose blocks would be rounded a second time. */
    public static GgufType of(ElementType stored) {
        return switch (stored) {
            case F16 -> F16;
            case BF16 -> BF16;
            default -> F32;
        };
    }

    /**
     * The type of a tensor.
     *
     * @param layers of the model
     * @param tied whether the embedding is the output matrix
     */
    ElementType of(PlacedTensor tensor, int layers, boolean tied) {
        var id = tensor.weights().getFirst();
        if (tensor.shape().length == 1 || id.slot() == Slot.POSITION_EMBEDDING || id.slot() == Slot.ROUTER) {
            return ElementType.F32;
        }
        ElementType wanted = most;
        boolean output = id.slot() == Slot.OUTPUT || id.slot() == Slot.EMBEDDING && tied;
        if (most.blockElements() > 1 && this != Q8_0 && output) {
            wanted = ElementType.Q6_K;
        } else if (this == Q4_K_M && (id.slot() == Slot.VALUE || id.slot() == Slot.DOWN) && finer(id.layer(), layers)) {
            wanted = ElementType.Q6_K;
        }
        return fitting(wanted, tensor.columns());
    }

    /** The first and last eighth of the layers, and every third between them. */
    private static boolean finer(int layer, int layers) {
        return layer < layers / 8 || layer >= 7 * layers / 8 || (layer - layers / 8) % 3 == 2;
    }

    private static ElementType fitting(ElementType wanted, int columns) {
        if (columns % wanted.blockElements() == 0) {
            return wanted;
        }
        return switch (wanted) {
            case Q4_K -> fitting(ElementType.Q5_0, columns);
            case Q6_K -> fitting(ElementType.Q8_0, columns);
            default -> ElementType.F16;
        };
    }
}

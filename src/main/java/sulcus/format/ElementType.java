package sulcus.format;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the elements of a tensor are encoded: safetensors' types and GGUF's, with the size of their blocks. Elements come in
 * blocks of {@link #blockElements()} that fill {@link #blockBytes()} bytes. Types that are not {@linkplain #decodable()
 * decodable} are known by name and size, so that a file that has them opens, and are refused by name when read.
 *
 * <p>Sources: safetensors' {@code tensor.rs} (Dtype), llama.cpp's {@code ggml.h} (ggml_type) and {@code ggml-common.h}.
 */
public enum ElementType {
    F32(1, 4, 0, true),
    F16(1, 2, 1, true),
    BF16(1, 2, 30, true),
    F64(1, 8, 28, true),
    I8(1, 1, 24, true),
    I16(1, 2, 25, true),
    I32(1, 4, 26, true),
    I64(1, 8, 27, true),
    U8(1, 1, -1, true),
    U16(1, 2, -1, true),
    U32(1, 4, -1, true),
    U64(1, 8, -1, true),
    BOOL(1, 1, -1, true),
    Q8_0(32, 34, 8, true),
    Q4_0(32, 18, 2, true),
    Q4_1(32, 20, 3, true),

    Q5_0(32, 22, 6, true),
    Q5_1(32, 24, 7, true),
    Q8_1(32, 36, 9, false),
    Q2_K(256, 84, 10, true),
    Q3_K(256, 110, 11, true),
    Q4_K(256, 144, 12, true),
    Q5_K(256, 176, 13, true),
    Q6_K(256, 210, 14, true),
    Q8_K(256, 292, 15, false),
    IQ2_XXS(256, 66, 16, false),
    IQ2_XS(256, 74, 17, false),
    IQ3_XXS(256, 98, 18, false),
    IQ1_S(256, 50, 19, false),
    IQ4_NL(32, 18, 20, true),
    IQ3_S(256, 110, 21, false),
    IQ2_S(256, 82, 22, false),
    IQ4_XS(256, 136, 23, true),
    IQ1_M(256, 56, 29, false),
    TQ1_0(256, 54, 34, false),
    TQ2_0(256, 66, 35, false),
    MXFP4(32, 17, 39, true),
    NVFP4(64, 36, 40, true),
    Q1_0(128, 18, 41, false),

    F4(2, 1, -1, false),
    F6_E2M3(4, 3, -1, false),
    F6_E3M2(4, 3, -1, false),
    F8_E5M2(1, 1, -1, false),
    F8_E4M3(1, 1, -1, false),
    F8_E8M0(1, 1, -1, false),
    F8_E4M3FNUZ(1, 1, -1, false),
    F8_E5M2FNUZ(1, 1, -1, false),
    C64(1, 8, -1, false);

    private final int blockElements;
    private final int blockBytes;
    private final int ggml;
    private final boolean decodable;

    ElementType(int blockElements, int blockBytes, int ggml, boolean decodable) {
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
        this.ggml = ggml;
        this.decodable = decodable;
    }

    /** Elements of a block; 1 for plain numbers. */
    public int blockElements() {
        return blockElements;
    }

    /** Bytes of a block; of one element for plain numbers. */
    public int blockBytes() {
        return blockBytes;
    }

    /** Whether {@link Decoder} turns it into float32. */
    public boolean decodable() {
        return decodable;
    }

    /** Whether a model's weights are read from it: floating-point numbers and the blocks that stand for them. */
    public boolean holdsWeights() {
        return decodable && (blockElements > 1 || this == F32 || this == F16 || this == BF16 || this == F64);
    }

    /** Names of the types that {@linkplain #holdsWeights() weights are read from}, for people. */
    public static String weights() {
        return Arrays.stream(values())
                .filter(ElementType::holdsWeights)
                .map(ElementType::name)
                .collect(Collectors.joining(", "));
    }

    /** Whether safetensors files may have it. */
    public boolean inSafetensors() {
        return ggml < 0 || ordinal() < U8.ordinal();
    }

    /**
     * Bytes of {@code elements} elements.
     *
     * @throws ArithmeticException if that is not a whole number of blocks, or too many for a long
     */
    public long bytes(long elements) {
        if (elements % blockElements != 0) {
            throw new ArithmeticException(elements + " elements are no whole number of blocks of " + blockElements);
        }
        return Math.multiplyExact(elements / blockElements, (long) blockBytes);
    }

    /** Its number in a GGUF file. */
    int ggml() {
        if (ggml < 0) {
            throw new IllegalStateException(this + " is no type of GGUF");
        }
        return ggml;
    }

    /** The type with this number in a GGUF file. */
    static Optional<ElementType> ofGgml(long number) {
        for (ElementType type : values()) {
            if (type.ggml >= 0 && type.ggml == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type with this name in a safetensors header. */
    static Optional<ElementType> ofSafetensors(String name) {
        for (ElementType type : values()) {
            if (type.inSafetensors() && type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}

package sulcus.format;

/** Decodes one block of a quantized tensor. Layouts: llama.cpp's {@code ggml-common.h} and {@code ggml-quants.c}. */
@FunctionalInterface
interface BlockDecoder {
    /**
     * @param bytes holds the block
     * @param at its first byte
     * @param values receives the block's elements
     * @param to where the first of them goes
     */
    void decode(byte[] bytes, int at, float[] values, int to);

    /** @return null for types whose elements are plain numbers and for those that are not decoded */
    static BlockDecoder of(ElementType type) {
        return switch (type) {
            case Q4_0 -> SmallBlocks::q4of0;
            case Q4_1 -> SmallBlocks::q4of1;
            case Q5_0 -> SmallBlocks::q5of0;
            case Q5_1 -> SmallBlocks::q5of1;
            case Q8_0 -> SmallBlocks::q8of0;
            case IQ4_NL -> SmallBlocks::iq4nl;
            case MXFP4 -> SmallBlocks::mxfp4;
            case NVFP4 -> SmallBlocks::nvfp4;
            case Q2_K -> SuperBlocks::q2k;
            case Q3_K -> SuperBlocks::q3k;
            case Q4_K -> SuperBlocks::q4k;
            case Q5_K -> SuperBlocks::q5k;
            case Q6_K -> SuperBlocks::q6k;
            case IQ4_XS -> SuperBlocks::iq4xs;
            default -> null;
        };
    }

    /** A float16. */
    static float half(byte[] bytes, int at) {
        return Float.float16ToFloat((short) (bytes[at] & 0xff | bytes[at + 1] << 8));
    }
}

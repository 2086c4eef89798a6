package sulcus.format;

/** Encodes one block of a quantized tensor; {@link BlockDecoder} has the layouts. */
@FunctionalInterface
interface BlockEncoder {
    /**
     * @param values hold the block's elements
     * @param from the first of them
     * @param bytes receives the block
     * @param at where its first byte goes
     */
    void encode(float[] values, int from, byte[] bytes, int at);

    /** @return null for types whose elements are plain numbers and for those that are not written */
    static BlockEncoder of(ElementType type) {
        return switch (type) {
            case Q4_0 -> (x, from, to, at) -> SmallBlockEncoders.symmetric(4, x, from, to, at);
            case Q4_1 -> (x, from, to, at) -> SmallBlockEncoders.affine(4, x, from, to, at);
            case Q5_0 -> (x, from, to, at) -> SmallBlockEncoders.symmetric(5, x, from, to, at);
            case Q5_1 -> (x, from, to, at) -> SmallBlockEncoders.affine(5, x, from, to, at);
            case Q8_0 -> SmallBlockEncoders::q8of0;
            case Q4_K -> SuperBlockEncoders::q4k;
            case Q6_K -> SuperBlockEncoders::q6k;
            default -> null;
        };
    }

    static void half(float value, byte[] bytes, int at) {
        short bits = Float.floatToFloat16(value);
        bytes[at] = (byte) bits;
        bytes[at + 1] = (byte) (bits >> 8);
    }
}

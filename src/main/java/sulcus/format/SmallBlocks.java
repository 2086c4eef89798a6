package sulcus.format;

/**
 * Quantized blocks of 32 elements (NVFP4: 64) with one scale d. Where a byte holds two elements, the low halves are elements
 * 0 … 15 of a block and the high halves 16 … 31.
 */
final class SmallBlocks {
    /** What the 16 codes of IQ4_NL and IQ4_XS stand for. */
    static final byte[] NON_LINEAR = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

    /** Twice what the 16 codes of a four-bit float (E2M1) stand for; its minus zero counts as zero. */
    private static final byte[] FOUR_BIT_FLOATS = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

    private SmallBlocks() {}

    /** d (float16), 16 bytes; x = d·(q − 8). */
    static void q4of0(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at);
        for (int i = 0; i < 16; i++) {
            int q = bytes[at + 2 + i];
            values[to + i] = d * ((q & 15) - 8);
            values[to + 16 + i] = d * ((q >> 4 & 15) - 8);
        }
    }

    /** d, m (float16), 16 bytes; x = d·q + m. */
    static void q4of1(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at);
        float m = BlockDecoder.half(bytes, at + 2);
        for (int i = 0; i < 16; i++) {
            int q = bytes[at + 4 + i];
            values[to + i] = d * (q & 15) + m;
            values[to + 16 + i] = d * (q >> 4 & 15) + m;
        }
    }

    /** d (float16), 32 fifth bits, 16 bytes; x = d·(q − 16). */
    static void q5of0(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at);
        int high = bits(bytes, at + 2);
        for (int i = 0; i < 16; i++) {
            int q = bytes[at + 6 + i];
            values[to + i] = d * ((q & 15 | (high >>> i & 1) << 4) - 16);
            values[to + 16 + i] = d * ((q >> 4 & 15 | (high >>> 16 + i & 1) << 4) - 16);
        }
    }

    /** d, m (float16), 32 fifth bits, 16 bytes; x = d·q + m. */
    static void q5of1(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at);
        float m = BlockDecoder.half(bytes, at + 2);
        int high = bits(bytes, at + 4);
        for (int i = 0; i < 16; i++) {
            int q = bytes[at + 8 + i];
            values[to + i] = d * (q & 15 | (high >>> i & 1) << 4) + m;
            values[to + 16 + i] = d * (q >> 4 & 15 | (high >>> 16 + i & 1) << 4) + m;
        }
    }

    private static int bits(byte[] bytes, int at) {
        return bytes[at] & 0xff
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }

    /** d (float16), 32 signed bytes; x = d·q. */
    static void q8of0(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at);
        for (int i = 0; i < 32; i++) {
            values[to + i] = d * bytes[at + 2 + i];
        }
    }

    /** d (float16), 16 bytes; x = d times what the code stands for. */
    static void iq4nl(byte[] bytes, int at, float[] values, int to) {
        pairs(BlockDecoder.half(bytes, at), NON_LINEAR, bytes, at + 2, 16, values, to);
    }

    /** The exponent of d (E8M0), 16 bytes; x = d/2 times twice the four-bit float. */
    static void mxfp4(byte[] bytes, int at, float[] values, int to) {
        int exponent = bytes[at] & 0xff;
        // half of 2^(exponent − 127); the two smallest are no normal numbers any more
        float d = Float.intBitsToFloat(exponent < 2 ? 0x00200000 << exponent : exponent - 1 << 23);
        pairs(d, FOUR_BIT_FLOATS, bytes, at + 1, 16, values, to);
    }

    /** Four scales (E4M3, without sign), 32 bytes; each scale is of 16 elements, in 8 bytes. */
    static void nvfp4(byte[] bytes, int at, float[] values, int to) {
        for (int part = 0; part < 4; part++) {
            pairs(scale(bytes[at + part] & 0xff), FOUR_BIT_FLOATS, bytes, at + 4 + 8 * part, 8, values, to + 16 * part);
        }
    }

    // half of the number, as the codes are doubled
    private static float scale(int bits) {
        int exponent = bits >> 3 & 15;
        int mantissa = bits & 7;
        if (bits == 0x7f) {
            return 0;
        }
        return exponent == 0 ? Math.scalb(mantissa, -10) : Math.scalb(1 + mantissa / 8f, exponent - 8);
    }

    /** Each byte holds two codes: the low halves first, then the high ones. */
    static void pairs(float d, byte[] codes, byte[] bytes, int at, int count, float[] values, int to) {
        for (int i = 0; i < count; i++) {
            int q = bytes[at + i];
            values[to + i] = d * codes[q & 15];
            values[to + count + i] = d * codes[q >> 4 & 15];
        }
    }
}

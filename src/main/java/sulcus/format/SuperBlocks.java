package sulcus.format;

/** Quantized blocks of 256 elements: one or two scales for all of them, and small numbers that scale groups of 16 or 32. */
final class SuperBlocks {
    private SuperBlocks() {}

    /** 16 bytes (scale, minimum: four bits each), 64 bytes of two-bit codes, d, dmin; x = d·s·q − dmin·m. */
    static void q2k(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at + 80);
        float least = BlockDecoder.half(bytes, at + 82);
        for (int group = 0; group < 16; group++) {
            int scale = bytes[at + group];
            float s = d * (scale & 15);
            float m = least * (scale >> 4 & 15);
            int shift = group / 2 % 4 * 2;
            int codes = at + 16 + group / 8 * 32 + group % 2 * 16;
            for (int i = 0; i < 16; i++) {
                values[to + 16 * group + i] = s * (bytes[codes + i] >> shift & 3) - m;
            }
        }
    }

    /** 32 bytes of third bits, 64 of two-bit codes, 12 of six-bit scales, d; x = d·(s − 32)·(q − 4 where the bit is 0). */
    static void q3k(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at + 108);
        int scales = at + 96;
        for (int group = 0; group < 16; group++) {
            int low = bytes[scales + group % 8] >> group / 8 * 4 & 15;
            int high = bytes[scales + 8 + group % 4] >> group / 4 * 2 & 3;
            float s = d * ((low | high << 4) - 32);
            int shift = group / 2 % 4 * 2;
            int half = group % 2 * 16;
            int codes = at + 32 + group / 8 * 32 + half;
            for (int i = 0; i < 16; i++) {
                int third = bytes[at + half + i] >> group / 2 & 1;
                values[to + 16 * group + i] = s * ((bytes[codes + i] >> shift & 3) - 4 + 4 * third);
            }
        }
    }

    /** d, dmin, 12 bytes of six-bit scales and minima, 128 bytes of four-bit codes; x = d·s·q − dmin·m. */
    static void q4k(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at);
        float least = BlockDecoder.half(bytes, at + 2);
        for (int group = 0; group < 8; group++) {
            float s = d * scale(bytes, at + 4, group);
            float m = least * minimum(bytes, at + 4, group);
            int codes = at + 16 + group / 2 * 32;
            int shift = group % 2 * 4;
            for (int i = 0; i < 32; i++) {
                values[to + 32 * group + i] = s * (bytes[codes + i] >> shift & 15) - m;
            }
        }
    }

    /** As Q4_K, with 32 bytes of fifth bits before the codes. */
    static void q5k(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at);
        float least = BlockDecoder.half(bytes, at + 2);
        for (int group = 0; group < 8; group++) {
            float s = d * scale(bytes, at + 4, group);
            float m = least * minimum(bytes, at + 4, group);
            int codes = at + 48 + group / 2 * 32;
            int shift = group % 2 * 4;
            for (int i = 0; i < 32; i++) {
                int fifth = bytes[at + 16 + i] >> group & 1;
                values[to + 32 * group + i] = s * (bytes[codes + i] >> shift & 15 | fifth << 4) - m;
            }
        }
    }

    // Bytes 0 … 3 hold the scales of groups 0 … 3 and two bits of those of 4 … 7, bytes 4 … 7 the minima likewise, and
    // bytes 8 … 11 the lower four bits of both of groups 4 … 7.
    private static int scale(byte[] bytes, int at, int group) {
        return group < 4 ? bytes[at + group] & 0x3f : bytes[at + 4 + group] & 15 | bytes[at + group - 4] >> 2 & 0x30;
    }

    private static int minimum(byte[] bytes, int at, int group) {
        return group < 4
                ? bytes[at + 4 + group] & 0x3f
                : bytes[at + 4 + group] >> 4 & 15 | bytes[at + group] >> 2 & 0x30;
    }

    /** 128 bytes of lower four bits, 64 of upper two, 16 signed scales, d; x = d·s·(q − 32). */
    static void q6k(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at + 208);
        for (int group = 0; group < 16; group++) {
            float s = d * bytes[at + 192 + group];
            int half = group / 8;
            int inHalf = group % 8 * 16;
            int low = at + 64 * half + inHalf % 64;
            int high = at + 128 + 32 * half + inHalf % 32;
            int lowShift = inHalf / 64 * 4;
            int highShift = inHalf / 32 * 2;
            for (int i = 0; i < 16; i++) {
                int q = bytes[low + i] >> lowShift & 15 | (bytes[high + i] >> highShift & 3) << 4;
                values[to + 16 * group + i] = s * (q - 32);
            }
        }
    }

    /** d, 16 bits and 4 bytes of six-bit scales, 128 bytes of codes; x = d·(s − 32) times what the code stands for. */
    static void iq4xs(byte[] bytes, int at, float[] values, int to) {
        float d = BlockDecoder.half(bytes, at);
        int high = bytes[at + 2] & 0xff | (bytes[at + 3] & 0xff) << 8;
        for (int group = 0; group < 8; group++) {
            int low = bytes[at + 4 + group / 2] >> group % 2 * 4 & 15;
            float s = d * ((low | (high >> 2 * group & 3) << 4) - 32);
            SmallBlocks.pairs(s, SmallBlocks.NON_LINEAR, bytes, at + 8 + 16 * group, 16, values, to + 32 * group);
        }
    }
}

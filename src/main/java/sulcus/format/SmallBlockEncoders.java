package sulcus.format;

/**
 * Quantizes blocks of 32 elements by their extremes, to the same bytes as {@code gguf.quants.quantize} (and llama.cpp's
 * reference): the scale d is a block's largest magnitude, or its range, over the number of steps.
 */
final class SmallBlockEncoders {
    private static final int N = 32;

    private SmallBlockEncoders() {}

    /** Q4_0, Q5_0: x = d·(q − half), where the element of the largest magnitude gets code 0 exactly. */
    static void symmetric(int width, float[] x, int from, byte[] bytes, int at) {
        float extreme = x[from];
        for (int i = 1; i < N; i++) {
            if (Math.abs(x[from + i]) > Math.abs(extreme)) {
                extreme = x[from + i];
            }
        }
        int half = 1 << width - 1;
        float d = extreme / -half;
        float inverse = d == 0 ? 0 : 1 / d;
        BlockEncoder.half(d, bytes, at);
        int[] codes = new int[N];
        for (int i = 0; i < N; i++) {
            codes[i] = Math.clamp((int) (x[from + i] * inverse + (half + 0.5f)), 0, 2 * half - 1);
        }
        store(width, codes, bytes, at + 2);
    }

    /** Q4_1, Q5_1: x = d·q + m, m the smallest element. */
    static void affine(int width, float[] x, int from, byte[] bytes, int at) {
        float least = x[from];
        float most = x[from];
        for (int i = 1; i < N; i++) {
            least = Math.min(least, x[from + i]);
            most = Math.max(most, x[from + i]);
        }
        int steps = (1 << width) - 1;
        float d = (most - least) / steps;
        float inverse = d == 0 ? 0 : 1 / d;
        BlockEncoder.half(d, bytes, at);
        BlockEncoder.half(least, bytes, at + 2);
        int[] codes = new int[N];
        for (int i = 0; i < N; i++) {
            codes[i] = Math.clamp((int) ((x[from + i] - least) * inverse + 0.5f), 0, steps);
        }
        store(width, codes, bytes, at + 4);
    }

    /** The fifth bits of all codes, if they have one, then the lower four in pairs. */
    private static void store(int width, int[] codes, byte[] bytes, int at) {
        int pairs = at;
        if (width == 5) {
            int high = 0;
            for (int i = 0; i < N; i++) {
                high |= (codes[i] >> 4) << i;
            }
            for (int i = 0; i < 4; i++) {
                bytes[at + i] = (byte) (high >> 8 * i);
            }
            pairs += 4;
        }
        for (int i = 0; i < N / 2; i++) {
            bytes[pairs + i] = (byte) (codes[i] & 15 | (codes[i + N / 2] & 15) << 4);
        }
    }

    /** Q8_0: x = d·q; halves are rounded away from zero. */
    static void q8of0(float[] x, int from, byte[] bytes, int at) {
        float largest = 0;
        for (int i = 0; i < N; i++) {
            largest = Math.max(largest, Math.abs(x[from + i]));
        }
        float d = largest / 127;
        float inverse = d == 0 ? 0 : 1 / d;
        BlockEncoder.half(d, bytes, at);
        for (int i = 0; i < N; i++) {
            float scaled = x[from + i] * inverse;
            float size = Math.abs(scaled);
            float whole = (float) Math.floor(size);
            float rounded = whole + (float) Math.floor(2 * (size - whole));
            bytes[at + 2 + i] = (byte) (int) (scaled < 0 ? -rounded : rounded);
        }
    }
}

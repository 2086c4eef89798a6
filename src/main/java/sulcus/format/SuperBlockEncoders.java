package sulcus.format;

/**
 * Quantizes blocks of 256 elements. Each group's scale (and minimum) is chosen among a few candidates so that the weighted
 * squared error is least, in the way of llama.cpp's K-quants (its pull request 1684; {@code ggml-quants.c}), without an
 * importance matrix; the bytes need not be the same as there.
 */
final class SuperBlockEncoders {
    private static final int N = 256;
    private static final int Q4_GROUP = 32;
    private static final int Q6_GROUP = 16;
    /** Candidates for the number of steps that the range is cut into, beside the obvious one. */
    private static final int CANDIDATES = 20;

    private SuperBlockEncoders() {}

    /** Q4_K: eight groups of 32; x = d·s·q − dmin·m with q in 0 … 15, s and m in 0 … 63. */
    static void q4k(float[] x, int from, byte[] bytes, int at) {
        int groups = N / Q4_GROUP;
        float[] scales = new float[groups];
        float[] minima = new float[groups];
        float largestScale = 0;
        float largestMinimum = 0;
        for (int g = 0; g < groups; g++) {
            affine(x, from + g * Q4_GROUP, g, scales, minima);
            largestScale = Math.max(largestScale, scales[g]);
            largestMinimum = Math.max(largestMinimum, minima[g]);
        }
        BlockEncoder.half(largestScale / 63, bytes, at);
        BlockEncoder.half(largestMinimum / 63, bytes, at + 2);
        float d = BlockDecoder.half(bytes, at);
        float least = BlockDecoder.half(bytes, at + 2);
        for (int g = 0; g < groups; g++) {
            int s = code(scales[g], d, 63);
            int m = code(minima[g], least, 63);
            store(bytes, at + 4, g, s, m);
            float step = d * s;
            float minimum = least * m;
            for (int i = 0; i < Q4_GROUP; i++) {
                int q = code(x[from + g * Q4_GROUP + i] + minimum, step, 15);
                int place = at + 16 + g / 2 * Q4_GROUP + i;
                bytes[place] = g % 2 == 0 ? (byte) q : (byte) (bytes[place] & 15 | q << 4);
            }
        }
    }

    private static int code(float value, float step, int most) {
        return step == 0 ? 0 : Math.clamp(Math.round(value / step), 0, most);
    }

    // the layout is told in SuperBlocks
    private static void store(byte[] bytes, int at, int group, int scale, int minimum) {
        if (group < 4) {
            bytes[at + group] = (byte) scale;
            bytes[at + 4 + group] = (byte) minimum;
        } else {
            bytes[at + 4 + group] = (byte) (scale & 15 | (minimum & 15) << 4);
            bytes[at + group - 4] |= (byte) (scale >> 4 << 6);
            bytes[at + group] |= (byte) (minimum >> 4 << 6);
        }
    }

    /**
     * The scale and the minimum (as a number ≥ 0 that is taken off) of a group: for each of some step widths the codes are
     * rounded, then scale and minimum fitted to them by weighted least squares; the best of all stays. Large elements weigh
     * more.
     */
    private static void affine(float[] x, int from, int group, float[] scales, float[] minima) {
        int n = Q4_GROUP;
        int most = 15;
        float least = 0;
        float largest = x[from];
        double squares = 0;
        for (int i = 0; i < n; i++) {
            least = Math.min(least, x[from + i]);
            largest = Math.max(largest, x[from + i]);
            squares += x[from + i] * x[from + i];
        }
        if (largest == least) {
            minima[group] = -least;
            return;
        }
        double typical = Math.sqrt(squares / n);
        float[] weight = new float[n];
        for (int i = 0; i < n; i++) {
            weight[i] = (float) (typical + Math.abs(x[from + i]));
        }
        float range = largest - least;
        float scale = range / most;
        float minimum = least;
        double best = error(x, from, weight, most / range, least, scale, minimum);
        for (int candidate = 0; candidate <= CANDIDATES; candidate++) {
            float inverse = (most - 1 + 0.1f * candidate) / range;
            double sw = 0;
            double sx = 0;
            double sl = 0;
            double sll = 0;
            double sxl = 0;
            for (int i = 0; i < n; i++) {
                double w = weight[i];
                int l = Math.clamp(Math.round(inverse * (x[from + i] - least)), 0, most);
                sw += w;
                sx += w * x[from + i];
                sl += w * l;
                sll += w * l * l;
                sxl += w * l * x[from + i];
            }
            double determinant = sw * sll - sl * sl;
            if (determinant <= 0) {
                continue;
            }
            double fitted = (sw * sxl - sx * sl) / determinant;
            double fittedMinimum = (sll * sx - sl * sxl) / determinant;
            if (fittedMinimum > 0) {
                fittedMinimum = 0;
                fitted = sxl / sll;
            }
            double error = error(x, from, weight, inverse, least, (float) fitted, (float) fittedMinimum);
            if (fitted > 0 && error < best) {
                best = error;
                scale = (float) fitted;
                minimum = (float) fittedMinimum;
            }
        }
        scales[group] = scale;
        minima[group] = -minimum;
    }

    private static double error(
            float[] x, int from, float[] weight, float inverse, float least, float scale, float minimum) {
        double sum = 0;
        for (int i = 0; i < weight.length; i++) {
            int l = Math.clamp(Math.round(inverse * (x[from + i] - least)), 0, 15);
            double off = scale * l + minimum - x[from + i];
            sum += weight[i] * off * off;
        }
        return sum;
    }

    /** Q6_K: sixteen groups of 16; x = d·s·(q − 32) with q in 0 … 63 and s in −128 … 127. */
    static void q6k(float[] x, int from, byte[] bytes, int at) {
        int groups = N / Q6_GROUP;
        float[] scales = new float[groups];
        float extreme = 0;
        for (int g = 0; g < groups; g++) {
            scales[g] = symmetric(x, from + g * Q6_GROUP);
            extreme = Math.abs(scales[g]) > Math.abs(extreme) ? scales[g] : extreme;
        }
        BlockEncoder.half(extreme / -128, bytes, at + 208);
        float d = BlockDecoder.half(bytes, at + 208);
        java.util.Arrays.fill(bytes, at, at + 192, (byte) 0);
        for (int g = 0; g < groups; g++) {
            int s = d == 0 ? 0 : Math.clamp(Math.round(scales[g] / d), -128, 127);
            bytes[at + 192 + g] = (byte) s;
            float step = d * s;
            int half = g / 8;
            int inHalf = g % 8 * Q6_GROUP;
            for (int i = 0; i < Q6_GROUP; i++) {
                int q = step == 0 ? 32 : Math.clamp(Math.round(x[from + g * Q6_GROUP + i] / step), -32, 31) + 32;
                bytes[at + 64 * half + inHalf % 64 + i] |= (byte) ((q & 15) << inHalf / 64 * 4);
                bytes[at + 128 + 32 * half + inHalf % 32 + i] |= (byte) (q >> 4 << inHalf / 32 * 2);
            }
        }
    }

    /** The scale of a group around zero, fitted likewise; elements weigh by their squares. */
    private static float symmetric(float[] x, int from) {
        float extreme = 0;
        for (int i = 0; i < Q6_GROUP; i++) {
            extreme = Math.abs(x[from + i]) > Math.abs(extreme) ? x[from + i] : extreme;
        }
        if (Math.abs(extreme) < 1e-15f) {
            return 0;
        }
        float scale = 0;
        double best = 0;
        for (int candidate = -9; candidate <= 9; candidate++) {
            float inverse = -(32 + 0.1f * candidate) / extreme;
            double sxl = 0;
            double sll = 0;
            for (int i = 0; i < Q6_GROUP; i++) {
                double w = (double) x[from + i] * x[from + i];
                int l = Math.clamp(Math.round(inverse * x[from + i]), -32, 31);
                sxl += w * l * x[from + i];
                sll += w * l * l;
            }
            // the larger this is, the smaller the error that is left
            if (sll > 0 && sxl * sxl > best * sll) {
                best = sxl * sxl / sll;
                scale = (float) (sxl / sll);
            }
        }
        return scale;
    }
}

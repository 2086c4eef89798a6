package sulcus.figure;

/**
 * Order statistics of many magnitudes without sorting them: the bits of a magnitude, read as a number, stand in the order of
 * the magnitudes, so that counting their upper and then their lower halves finds any rank. What is not finite counts as 0.
 */
final class Magnitudes {
    private static final int HALF = 1 << 16;

    private final float[][] values;
    private final int[] upper = new int[HALF];
    private final int count;

    /** @param values rows of any length; a null row has none */
    Magnitudes(float[][] values) {
        this.values = values;
        int all = 0;
        for (float[] row : values) {
            if (row != null) {
                all += row.length;
                for (float value : row) {
                    upper[bits(value) >>> 16]++;
                }
            }
        }
        count = all;
    }

    private static int bits(float value) {
        int bits = Float.floatToRawIntBits(value) & 0x7FFFFFFF;
        return bits < 0x7F800000 ? bits : 0;
    }

    int count() {
        return count;
    }

    /**
     * The value at a place in ascending order.
     *
     * @param rank 0 … count − 1
     */
    float at(int rank) {
        int half = 0;
        int before = 0;
        while (before + upper[half] <= rank) {
            before += upper[half++];
        }
        int[] lower = new int[HALF];
        for (float[] row : values) {
            if (row != null) {
                for (float value : row) {
                    int bits = bits(value);
                    if (bits >>> 16 == half) {
                        lower[bits & HALF - 1]++;
                    }
                }
            }
        }
        int low = 0;
        while (before + lower[low] <= rank) {
            before += lower[low++];
        }
        return Float.intBitsToFloat(half << 16 | low);
    }
}

package sulcus.prune.score;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import sulcus.task.Refusal;

/**
 * How much a neuron does on a text, of h, its input to the down projection, over the text's tokens (arXiv 2403.01267, section 3; there
 * for models without gates: with one, h is activation times up).
 */
public enum Importance {
    /** mean |h|. */
    ABS,
    /** √(mean h²). */
    RMS,
    /** √(mean h² − (mean h)²). */
    STD,
    /** Share of tokens with h > 0. */
    FREQ;

    /** As on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Refusal if there is none of that label */
    public static Importance parse(String label) {
        return Arrays.stream(values())
                .filter(i -> i.label().equals(label.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Refusal("importance \"" + label + "\": unknown; give one of "
                        + Arrays.stream(values()).map(Importance::label).collect(Collectors.joining(", "))));
    }

    /** Sums over tokens of one layer's neurons, from which all importances follow. */
    public static final class Sums {
        private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

        private final double[] absolute;
        private final double[] signed;
        private final double[] squares;
        private final long[] positive;
        private long tokens;

        public Sums(int neurons) {
            absolute = new double[neurons];
            signed = new double[neurons];
            squares = new double[neurons];
            positive = new long[neurons];
        }

        /** @param h tokens × neurons row-major, float32 in native order */
        public void add(MemorySegment h) {
            int n = absolute.length;
            long rows = h.byteSize() / Float.BYTES / n;
            for (long t = 0; t < rows; t++) {
                for (int j = 0; j < n; j++) {
                    float value = h.getAtIndex(FLOAT, t * n + j);
                    absolute[j] += Math.abs(value);
                    signed[j] += value;
                    squares[j] += (double) value * value;
                    positive[j] += value > 0 ? 1 : 0;
                }
            }
            tokens += rows;
        }

        /** Each neuron's; zeros without tokens. */
        public double[] of(Importance which) {
            double[] result = new double[absolute.length];
            if (tokens == 0) {
                return result;
            }
            double count = tokens;
            Arrays.setAll(result, j -> switch (which) {
                case ABS -> absolute[j] / count;
                case RMS -> Math.sqrt(squares[j] / count);
                case STD -> Math.sqrt(Math.max(0, squares[j] / count - signed[j] * signed[j] / count / count));
                case FREQ -> positive[j] / count;
            });
            return result;
        }
    }
}

package sulcus.study.lab;

import java.util.Random;
import sulcus.run.LayerSignals;

/**
 * Surrogates in which no two neurons work together: every signal keeps its values and its autocorrelation, but is turned round
 * in time by an offset of its own, drawn evenly from 0 … T − 1 (circular time shifts).
 */
final class ShiftedSignals {
    private ShiftedSignals() {}

    /**
     * The same signals, each shifted. Activation, up-projection and down input of a neuron are signals of their own.
     *
     * @param seed of the offsets
     */
    static LayerSignals of(LayerSignals signals, long seed) {
        Random random = new Random(seed);
        return new LayerSignals(
                signals.layer(),
                signals.group(),
                signals.tokens(),
                signals.neurons(),
                signals.textLengths(),
                shifted(signals.activation(), signals, random),
                shifted(signals.up(), signals, random),
                shifted(signals.product(), signals, random),
                null,
                signals.downNorms());
    }

    private static float[] shifted(float[] values, LayerSignals signals, Random random) {
        if (values == null) {
            return null;
        }
        int tokens = signals.tokens();
        int neurons = signals.neurons();
        int[] from = new int[neurons];
        for (int j = 0; j < neurons; j++) {
            from[j] = random.nextInt(tokens);
        }
        float[] moved = new float[tokens * neurons];
        for (int t = 0; t < tokens; t++) {
            int row = t * neurons;
            for (int j = 0; j < neurons; j++) {
                moved[row + j] = values[from[j] * neurons + j];
                from[j] = from[j] + 1 == tokens ? 0 : from[j] + 1;
            }
        }
        return moved;
    }
}

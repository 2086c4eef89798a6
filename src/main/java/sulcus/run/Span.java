package sulcus.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import sulcus.model.Description;

/** Texts that lie one after another in the rows of a tensor, and what the positions of their tokens mean. */
final class Span {
    private final int[] lengths;
    private final int tokens;
    private final NDManager host;
    private final NDList rotation = new NDList();
    private final Map<Long, NDArray> plans = new HashMap<>();

    /**
     * @param manager owns the position tables; lives as long as this
     * @param lengths tokens of each text
     * @param start position of each text's first token (behind a cache), else 0
     */
    Span(NDManager manager, Description d, int[] lengths, int start) {
        this.lengths = lengths.clone();
        tokens = IntStream.of(lengths).sum();
        host = manager.newSubManager(ai.djl.Device.cpu());
        if (d.position() instanceof Description.Position.Rotary rotary) {
            float[][] tables = turns(rotary, start);
            Shape shape = new Shape(tokens, 1, rotary.dimensions() / 2);
            rotation.add(manager.create(tables[0], shape));
            rotation.add(manager.create(tables[1], shape));
            rotation.get(0).setName("w.cosine");
            rotation.get(1).setName("w.sine");
        }
    }

    private float[][] turns(Description.Position.Rotary rotary, int start) {
        int half = rotary.dimensions() / 2;
        float[] cosine = new float[Math.multiplyExact(tokens, half)];
        float[] sine = new float[cosine.length];
        int at = 0;
        for (int length : lengths) {
            for (int position = start; position < start + length; position++) {
                for (int i = 0; i < half; i++, at++) {
                    double angle = position * rotary.inverseFrequencies()[i];
                    cosine[at] = (float) (Math.cos(angle) * rotary.magnitude());
                    sine[at] = (float) (Math.sin(angle) * rotary.magnitude());
                }
            }
        }
        return new float[][] {cosine, sine};
    }

    int tokens() {
        return tokens;
    }

    int[] lengths() {
        return lengths.clone();
    }

    /** Cosine and sine, tokens × 1 × dimensions/2; empty without rotary positions. */
    NDList rotation() {
        return rotation;
    }

    /** The whole numbers that {@link LayerScript} reads; always in the host's memory. */
    NDArray plan(int window, int want) {
        return plans.computeIfAbsent(((long) window << 8) | want, key -> {
            long[] numbers = new long[2 + lengths.length];
            numbers[0] = window;
            numbers[1] = want;
            for (int i = 0; i < lengths.length; i++) {
                numbers[2 + i] = lengths[i];
            }
            return host.create(numbers);
        });
    }
}

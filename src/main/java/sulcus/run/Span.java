package sulcus.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sulcus.model.Description;

/** Texts that lie one after another in the rows of a tensor, and what the positions of their tokens mean. */
final class Span {
    private final int[] lengths;
    private final int tokens;
    private final NDManager host;
    private final List<NDList> positions = new ArrayList<>();
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
        Map<Description.Position.Rotary, NDList> tables = new IdentityHashMap<>();
        for (int layer = 0; layer < d.layers(); layer++) {
            Description.Position.Rotary rotary = d.rotary(layer);
            positions.add(
                    rotary == null ? new NDList() : tables.computeIfAbsent(rotary, r -> turned(manager, r, start)));
        }
        if (d.position() instanceof Description.Position.ByLayer by && by.tempering() != null) {
            NDArray factors = Forward.named(
                    "query_scale", manager.create(tempered(by.tempering(), start), new Shape(tokens, 1, 1)));
            for (int layer = 0; layer < d.layers(); layer++) {
                if (d.rotary(layer) == null) {
                    positions.get(layer).add(factors);
                }
            }
        }
        if (d.position() instanceof Description.Position.Alibi alibi) {
            float[] slopes = new float[alibi.slopes().length];
            for (int i = 0; i < slopes.length; i++) {
                slopes[i] = (float) alibi.slopes()[i];
            }
            NDArray shared = Forward.named("slopes", manager.create(slopes));
            positions.forEach(layer -> layer.add(shared));
        }
    }

    private float[] tempered(Description.Position.Tempering tempering, int start) {
        float[] factors = new float[tokens];
        int at = 0;
        for (int length : lengths) {
            for (int position = start; position < start + length; position++) {
                factors[at++] =
                        (float) (1 + tempering.scale() * Math.log1p(Math.floor((position + 1) / tempering.floor())));
            }
        }
        return factors;
    }

    private NDList turned(NDManager manager, Description.Position.Rotary rotary, int start) {
        float[][] tables = turns(rotary, start);
        Shape shape = new Shape(tokens, 1, rotary.dimensions() / 2);
        return new NDList(
                Forward.named("cosine", manager.create(tables[0], shape)),
                Forward.named("sine", manager.create(tables[1], shape)));
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

    /** What a layer's attention needs to know of positions: cosine and sine, tokens × 1 × dimensions/2, or slopes, or nothing. */
    NDList positions(int layer) {
        return positions.get(layer);
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

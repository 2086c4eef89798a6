package sulcus.run.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;
import sulcus.task.Refusal;

/**
 * Low-rank adapters of a model's matrices: W + (α/r)·B·A with A r × input and B output × r (Hu et al. 2021, LoRA,
 * arXiv:2106.09685).
 *
 * @param rank r
 * @param alpha α
 * @param targets in the order of layers
 * @param values all A and B, see {@link Target}
 */
public record LowRank(int rank, double alpha, List<Target> targets, float[] values) {
    /** The matrices of a layer that can have adapters. */
    public static final List<Slot> SLOTS =
            List.of(Slot.QUERY, Slot.KEY, Slot.VALUE, Slot.ATTENTION_OUTPUT, Slot.GATE, Slot.UP, Slot.DOWN);

    /**
     * One adapted matrix.
     *
     * @param rows of the matrix: output
     * @param columns of the matrix: input
     * @param a where A lies in the values, rank × columns row-major
     * @param b where B lies in the values, rows × rank row-major
     */
    public record Target(WeightId id, int rows, int columns, int a, int b) {
        /** "layers.3.gate". */
        public String name() {
            return "layers." + id.layer() + "." + label(id.slot());
        }
    }

    /** "attention-output" for a slot. */
    public static String label(Slot slot) {
        return slot.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * A slot by its label.
     *
     * @throws Refusal if it has none
     */
    public static Slot slot(String label) {
        return SLOTS.stream()
                .filter(slot -> label(slot).equals(label.strip()))
                .findFirst()
                .orElseThrow(() -> new Refusal("target \"" + label + "\": unknown; give some of "
                        + String.join(",", SLOTS.stream().map(LowRank::label).toList())));
    }

    /**
     * Adapters that change nothing yet: B is zero, A uniform in ±1/√input, as the authors' code and PEFT begin (Kaiming's
     * uniform distribution with a = √5).
     *
     * @param slots those that the model has not are left out
     * @throws Refusal if none is left, or a rank is wanted that is no low one
     */
    public static LowRank initial(Model model, int rank, double alpha, Set<Slot> slots, long seed) {
        Description d = model.description();
        Weights weights = model.weights();
        List<Target> targets = new ArrayList<>();
        long at = 0;
        for (int layer = 0; layer < d.layers(); layer++) {
            for (Slot slot : SLOTS) {
                WeightId id = WeightId.weight(slot, layer);
                if (slots.contains(slot) && weights.has(id)) {
                    int rows = weights.rows(id);
                    int columns = weights.columns(id);
                    long b = at + (long) rank * columns;
                    at = b + (long) rank * rows;
                    if (at > Integer.MAX_VALUE / 8) {
                        throw new Refusal(
                                "rank " + rank + ": makes more adapters than fit into memory; take a smaller one");
                    }
                    targets.add(new Target(id, rows, columns, (int) (b - (long) rank * columns), (int) b));
                }
            }
        }
        if (targets.isEmpty()) {
            throw new Refusal(model.source() + ": has none of the target matrices; choose others");
        }
        float[] values = new float[(int) at];
        Random random = new Random(seed);
        for (Target target : targets) {
            double bound = 1 / Math.sqrt(target.columns());
            for (int i = target.a(); i < target.b(); i++) {
                values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
        }
        return new LowRank(rank, alpha, List.copyOf(targets), values);
    }

    /** α/r. */
    public float scale() {
        return (float) (alpha / rank);
    }

    /** The same places with other values. */
    public LowRank with(float[] others) {
        return new LowRank(rank, alpha, targets, others);
    }

    /** The model with the adapters in its weights. It reads from the given one, which must stay open. */
    public Model merged(Model model) {
        return model.with(model.description(), new MergedWeights(model.weights(), this));
    }
}

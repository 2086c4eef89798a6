package sulcus.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Looks for weights that are not numbers (NaN, infinite) before long work is begun on them. Reads each weight once, in
 * blocks; opening a model does not do this.
 */
public final class WeightCheck {
    private static final int BLOCK = 1 << 18;

    /**
     * What was found in one weight.
     *
     * @param name the tensor, as {@link Weights#name} gives it
     */
    public record Count(WeightId id, String name, long nan, long infinite) {}

    private WeightCheck() {}

    /** The weights of a model that hold NaN or infinite values, with how many. */
    public static List<Count> counts(Model model, Progress progress) {
        List<WeightId> ids = model.ids();
        List<Count> counts = new ArrayList<>();
        long all = Math.max(1, model.parameters());
        long done = 0;
        for (WeightId id : ids) {
            Count count = count(model.weights(), id, progress);
            if (count.nan() + count.infinite() > 0) {
                counts.add(count);
            }
            done += (long) model.weights().rows(id) * model.weights().columns(id);
            progress.report("weights", (double) done / all);
        }
        return counts;
    }

    /**
     * Refuses a model with such weights.
     *
     * @throws Refusal naming the first tensor and how many of its values are not finite
     */
    public static void refuseNotFinite(Model model, Progress progress) {
        for (Count count : counts(model, progress)) {
            throw refusal(model, count);
        }
    }

    /**
     * Refuses one layer of a model with such weights, for work that goes layer by layer.
     *
     * @param layer 0-based
     */
    public static void refuseNotFinite(Model model, int layer, Progress progress) {
        for (WeightId id : model.ids()) {
            Count count = id.layer() == layer ? count(model.weights(), id, progress) : null;
            if (count != null && count.nan() + count.infinite() > 0) {
                throw refusal(model, count);
            }
        }
    }

    private static Refusal refusal(Model model, Count count) {
        return new Refusal(model.source() + ": " + count.name() + ": holds " + count.nan() + " NaN and "
                + count.infinite() + " infinite values; the model cannot be run, fetch or convert it again");
    }

    private static Count count(Weights weights, WeightId id, Progress progress) {
        int rows = weights.rows(id);
        int columns = weights.columns(id);
        int step = Math.clamp(BLOCK / columns, 1, rows);
        float[] values = new float[Math.multiplyExact(step, columns)];
        long nan = 0;
        long infinite = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(4L * values.length, 4);
            for (int row = 0; row < rows; row += step) {
                progress.check();
                int count = Math.min(step, rows - row) * columns;
                weights.read(id, row, row + count / columns, block);
                MemorySegment.copy(block, ValueLayout.JAVA_FLOAT, 0, values, 0, count);
                for (int i = 0; i < count; i++) {
                    // one comparison for the usual case: only NaN and infinities have all exponent bits set
                    if ((Float.floatToRawIntBits(values[i]) & 0x7f800000) == 0x7f800000) {
                        if (Float.isNaN(values[i])) {
                            nan++;
                        } else {
                            infinite++;
                        }
                    }
                }
            }
        }
        return new Count(id, weights.name(id), nan, infinite);
    }
}

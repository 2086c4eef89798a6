package sulcus.run;

import java.util.List;
import sulcus.model.Model;
import sulcus.task.Progress;

/**
 * The walk of all calibration tokens through the model, layer by layer: the hidden states pass through layer 1, its
 * activations are looked at, then layer 2. Never more than one layer's weights and one layer's activations (of one group of
 * texts) in memory; the next layer's weights are read while the current one computes. No file is written.
 */
public interface Sweep {
    /** What is done with a layer's signals. */
    interface Visitor {
        /** Which signals of the layer's MLP are wanted, so that others are not copied out. */
        Wanted wanted(int layer);

        /**
         * Which signals of the layer's attention are wanted: its heads' outputs ({@link LayerSignals#product}) and what its output
         * is short of. Asked, visited and finished before the MLP of the same layer, which then sees what was changed.
         */
        default Wanted wantedHeads(int layer) {
            return Wanted.NOTHING;
        }

        /** Looks at one group's heads in a layer, as {@link #visit}. */
        default void visitHeads(LayerSignals signals) {}

        /** How the attention's output projection is changed, as {@link #finish}; called where heads were wanted. */
        default Change finishHeads(int layer) {
            return null;
        }

        /** Looks at one group's signals in a layer; groups come in order. The arrays are valid during the call only. */
        void visit(LayerSignals signals);

        /**
         * Called when all groups have been seen in a layer.
         *
         * @return how the layer's MLP is changed before the walk goes on (its output is then computed again with the
         *     change), null for not at all
         */
        default Change finish(int layer) {
            return null;
        }

        /**
         * Whether a second stream goes through the unchanged model beside the changed one, for
         * {@link LayerSignals#missing}. It costs nothing before the first change and about as much as the walk itself after it.
         */
        default boolean besideUnchanged() {
            return false;
        }
    }

    /** Which arrays of {@link LayerSignals} are filled; the others are null. */
    record Wanted(boolean activation, boolean up, boolean product, boolean missing) {
        public static final Wanted NOTHING = new Wanted(false, false, false);

        /** The layer's own signals. */
        public Wanted(boolean activation, boolean up, boolean product) {
            this(activation, up, product, false);
        }

        boolean any() {
            return activation || up || product || missing;
        }
    }

    /**
     * A changed projection: its input is multiplied by {@code factor} (null: as is), its matrix
     * replaced by {@code matrix} (hiddenSize × inputs row-major; null: as is), {@code bias} (hiddenSize; null: none) added.
     */
    record Change(float[] factor, float[] matrix, float[] bias) {}

    /**
     * Walks layers 0 … {@code lastLayer}.
     *
     * @param groups token ids: groups of texts, each text a sequence of its own
     */
    static void walk(
            Model model, List<List<int[]>> groups, Device device, int lastLayer, Visitor visitor, Progress progress) {
        LayerSweep.walk(model, groups, device, lastLayer, visitor, progress);
    }
}

package sulcus.run;

import java.util.List;
import sulcus.model.Model;
import sulcus.task.Progress;

/**
 * The walk of all calibration tokens through the model, layer by layer: the hidden states pass through layer 1, its
 * activations are looked at, then layer 2. Never more than one layer's weights and one layer's activations in memory; the
 * next layer's weights are read while the current one computes. No file is written.
 */
public interface Sweep {
    /** What is done with a layer's signals; the arrays are valid during the call only. */
    interface Visitor {
        /** Which signals are wanted, so that others are not copied out. */
        Wanted wanted(int layer);

        /**
         * Looks at a layer.
         *
         * @return how the layer's down projection is changed before the walk goes on, null for not at all
         */
        Change visit(LayerSignals signals);
    }

    /** Which arrays of {@link LayerSignals} are filled; the others are null. */
    record Wanted(boolean activation, boolean up, boolean product) {}

    /**
     * A changed MLP: the down projection's input is multiplied by {@code factor} (null: as is), its matrix replaced by
     * {@code down} (hiddenSize × neurons; null: as is), {@code bias} (hiddenSize; null: none) added.
     */
    record Change(float[] factor, float[] down, float[] bias) {}

    /** Walks layers 0 … last; stops behind the last layer that {@code layers} (inclusive) asks for. */
    static void walk(Model model, List<int[]> texts, Device device, int lastLayer, Visitor visitor, Progress progress) {
        LayerSweep.walk(model, texts, device, lastLayer, visitor, progress);
    }
}

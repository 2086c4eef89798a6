package sulcus.prune;

import java.util.BitSet;
import sulcus.model.Description;
import sulcus.model.Slot;

/**
 * A projection back to the stream, with inputs h, of which some are removed: the down projection (inputs: neurons) or the
 * attention's output projection (inputs: channels of the heads).
 *
 * @param slot {@link Slot#DOWN} or {@link Slot#ATTENTION_OUTPUT}
 * @param inputs n of each layer
 * @param preserved inputs of each layer
 * @param fitted which layers are to be made up for or fitted anew
 */
record Projection(Slot slot, int[] inputs, BitSet[] preserved, BitSet fitted) {
    /** The down projections of the layers that lose neurons. */
    static Projection down(Plan plan) {
        BitSet fitted = new BitSet();
        for (int layer = 0; layer < plan.neurons().length; layer++) {
            fitted.set(layer, plan.prunesNeurons(layer));
        }
        return new Projection(Slot.DOWN, plan.neurons(), plan.preserved(), fitted);
    }

    /**
     * The attention's output projections of the layers that lose heads.
     *
     * @param refit whether those of all layers behind the first change are fitted too
     */
    static Projection attention(Description d, Plan plan, boolean refit) {
        BitSet fitted = new BitSet();
        BitSet[] preserved = new BitSet[d.layers()];
        int[] inputs = new int[d.layers()];
        boolean changed = false;
        for (int layer = 0; layer < preserved.length; layer++) {
            inputs[layer] = d.queryWidth(layer);
            fitted.set(layer, plan.prunesHeads(layer) || refit && changed);
            if (plan.prunesHeads(layer)) {
                preserved[layer] = plan.heads().channels(layer, d.groupSize() * d.headSize());
            } else {
                preserved[layer] = new BitSet();
                preserved[layer].set(0, inputs[layer]);
            }
            changed |= plan.prunesHeads(layer) || plan.prunesNeurons(layer);
        }
        return new Projection(Slot.ATTENTION_OUTPUT, inputs, preserved, fitted);
    }

    /** The norm of the projection's output, which Gemma 2 has. */
    Slot postNorm() {
        return slot == Slot.DOWN ? Slot.POST_MLP_NORM : Slot.POST_ATTENTION_NORM;
    }

    /** The last layer that is fitted; −1 for none. */
    int last() {
        return fitted.length() - 1;
    }
}

package sulcus.study;

import java.nio.file.Path;
import sulcus.prune.NetworkId;
import sulcus.task.Refusal;

/**
 * One thing that is done to MLP neurons of a running model. With h the input of a layer's down projection:
 *
 * @param kind what is done
 * @param amount the factor of {@link Kind#SCALE}, or what {@link Kind#SHIFT} adds to h, in the units of h; else not looked at
 * @param target whose neurons
 */
public record Intervention(Kind kind, float amount, Target target) {
    /** What can be done. */
    public enum Kind {
        /** h becomes 0. */
        SILENCE,
        /** In every layer where something is retained, h becomes 0 for all neurons that are not. */
        RETAIN,
        /** h is multiplied. */
        SCALE,
        /** A constant is added to h (after what multiplies it). */
        SHIFT
    }

    /** A selection of neurons. */
    public sealed interface Target {
        /**
         * The key neurons of a network of a study.
         *
         * @param keyThreshold |z| above which a neuron is one; null for the network's own in the study
         */
        record Network(Path study, NetworkId network, Float keyThreshold) implements Target {}

        /**
         * Neurons of a layer by their numbers.
         *
         * @param neurons null for all of the layer
         */
        record Neurons(int layer, int[] neurons) implements Target {}
    }

    public Intervention {
        if (!Float.isFinite(amount)) {
            throw new Refusal("intervention: an amount of " + amount + "; give a number");
        }
    }
}

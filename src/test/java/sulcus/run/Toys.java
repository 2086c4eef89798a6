package sulcus.run;

import java.util.Random;
import sulcus.model.Description;
import sulcus.model.Model;

/** Small random models and texts for tests without files. */
final class Toys {
    static final int VOCABULARY = 61;

    private Toys() {}

    /** Three layers of different widths, grouped heads, partial rotation, a window in the middle layer. */
    static Description description() {
        double[] frequencies = {1, 0.3, 0.05};
        return new Description(
                "llama",
                3,
                24,
                new Description.Embedding(VOCABULARY, 1, false, 1, 0),
                new Description.Attention(2, new int[] {2, 2, 2}, 8, new int[] {0, 5, 0}, 0.35, 0),
                new Description.Mlp(new int[] {20, 33, 17}, Description.Activation.SILU, true),
                new Description.Norm(true, 1e-5, false),
                new Description.Position.Rotary(6, frequencies, 1),
                false,
                64);
    }

    /** As {@link #description()} with caps on scores and logits, offset norms, scaled and tied embeddings, magnitude. */
    static Description capped() {
        double[] frequencies = {1, 0.2, 0.04, 0.01};
        return new Description(
                "gemma2",
                3,
                24,
                new Description.Embedding(VOCABULARY, 4.9, true, 1, 2),
                new Description.Attention(2, new int[] {2, 2, 2}, 8, new int[] {4, 0, 4}, 0.35, 3),
                new Description.Mlp(new int[] {20, 33, 17}, Description.Activation.SILU, true),
                new Description.Norm(true, 1e-5, true),
                new Description.Position.Rotary(8, frequencies, 1.2),
                false,
                64);
    }

    static Model model() {
        return MemoryWeights.llama(description(), 7, 0.3, true);
    }

    static int[] text(int tokens, long seed) {
        return new Random(seed).ints(tokens, 0, VOCABULARY).toArray();
    }
}

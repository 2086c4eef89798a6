package sulcus.workbench.laboratory;

/**
 * How much the laboratory's measurements look at.
 *
 * @param texts of each kind, the first
 * @param tokens of each text, the first
 * @param draws of random neurons beside every effect
 * @param steps of unlearning
 * @param share of the neurons that a step of unlearning silences
 */
public record Amounts(int texts, int tokens, int draws, int steps, double share) {
    /** Enough to see what a network is for within a minute on a small model. */
    public static final Amounts USUAL = new Amounts(10, 300, 2, 8, 0.02);

    private static final int MOST = 100_000;

    /** Numbers that can be measured with, as near as may be to these. */
    public Amounts {
        texts = Math.clamp(texts, 1, MOST);
        tokens = Math.clamp(tokens, 2, MOST);
        draws = Math.clamp(draws, 1, 100);
        steps = Math.clamp(steps, 1, 1000);
        share = Double.isNaN(share) ? USUAL.share : Math.clamp(share, 0.0001, 1);
    }
}

package sulcus.prune.score;

import sulcus.prune.Compensation;

/** Backward elimination: the neuron whose loss, all others fitted anew, costs the output least goes first, and then the next of those that are left (Hassibi and Stork 1993). The score is the place in that order, 0 … n − 1. */
final class GreedySurgeon implements Score {
    private static final Definition DEFINITION = new Definition(
            "obs-greedy",
            "optimal brain surgeon, one by one",
            "arXiv 2301.00774 and Hassibi and Stork 1993",
            Allocation.SAME_SHARE,
            Compensation.LEAST_SQUARES,
            true);

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public String meaning() {
        return "the others left could not stand in for it";
    }

    @Override
    public float[] of(Evidence layer) {
        return Surgery.eliminate(layer);
    }
}

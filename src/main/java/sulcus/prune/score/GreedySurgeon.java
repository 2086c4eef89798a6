package sulcus.prune.score;

import sulcus.prune.Compensation;

/** Backward elimination: the neuron whose loss, all others fitted anew, costs the output least goes first, and then the next of those that are left (Hassibi and Stork 1993). The score is the place in that order, 0 … n − 1. */
final class GreedySurgeon implements Score {
    @Override
    public String label() {
        return "obs-greedy";
    }

    @Override
    public String title() {
        return "optimal brain surgeon, one by one";
    }

    @Override
    public String source() {
        return "arXiv 2301.00774 and Hassibi and Stork 1993";
    }

    @Override
    public Allocation allocation() {
        return Allocation.SAME_SHARE;
    }

    @Override
    public Compensation usual() {
        return Compensation.LEAST_SQUARES;
    }

    @Override
    public boolean looksAtText() {
        return true;
    }

    @Override
    public float[] of(Evidence layer) {
        return Surgery.eliminate(layer);
    }
}

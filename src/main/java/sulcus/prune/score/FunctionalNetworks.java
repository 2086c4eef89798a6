package sulcus.prune.score;

import sulcus.prune.Compensation;
import sulcus.task.Refusal;

/** Largest |z| over the functional networks of a study (arXiv 2508.05239); what the networks were made of is the study’s. */
final class FunctionalNetworks implements Score {
    @Override
    public String label() {
        return "functional-networks";
    }

    @Override
    public String title() {
        return "functional networks";
    }

    @Override
    public String source() {
        return "arXiv 2508.05239";
    }

    @Override
    public Allocation allocation() {
        return Allocation.ONE_THRESHOLD;
    }

    @Override
    public Compensation usual() {
        return Compensation.BIAS;
    }

    @Override
    public boolean looksAtText() {
        return true;
    }

    @Override
    public boolean needsNetworks() {
        return true;
    }

    @Override
    public float[] of(Evidence layer) {
        if (layer.networks() == null) {
            throw new Refusal(label() + ": needs a study with this layer decomposed; decompose first");
        }
        return layer.networks().clone();
    }
}

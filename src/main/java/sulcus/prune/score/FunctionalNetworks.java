package sulcus.prune.score;

import sulcus.prune.Compensation;
import sulcus.task.Refusal;

/** Largest |z| over the functional networks of a study (arXiv 2508.05239); what the networks were made of is the study’s. */
final class FunctionalNetworks implements Score {
    private static final Definition DEFINITION = new Definition(
            "functional-networks",
            "functional networks",
            "arXiv 2508.05239",
            Allocation.ONE_THRESHOLD,
            Compensation.BIAS,
            true);

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public String meaning() {
        return "stands out in some functional network";
    }

    @Override
    public String axis() {
        return "max |z|";
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

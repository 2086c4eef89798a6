package sulcus.prune.score;

import sulcus.prune.Compensation;

/**
 * Sum of two ranks within the layer: of the largest |z| over the functional networks of a study, and of the optimal brain
 * surgeon's loss ({@link SurgeonOrder}). A definition of this project. Networks say who works together, the surgeon who cannot
 * be made up for; ranks, since the two have no scale in common.
 */
final class NetworksAndSurgeon implements Score {
    private static final Definition DEFINITION = new Definition(
            "networks-obs",
            "networks and brain surgeon",
            "Sulcus; ranks of arXiv 2508.05239 and arXiv 2301.00774",
            Allocation.SAME_SHARE,
            Compensation.FEEDBACK,
            true);

    private final Score networks = new FunctionalNetworks();
    private final Score surgeon = new SurgeonOrder();

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public boolean needsNetworks() {
        return true;
    }

    @Override
    public boolean needsCovariance() {
        return true;
    }

    @Override
    public float[] of(Evidence layer) {
        float[] first = Allocation.ranks(networks.of(layer));
        float[] second = Allocation.ranks(surgeon.of(layer));
        for (int j = 0; j < first.length; j++) {
            first[j] += second[j];
        }
        return first;
    }
}

package sulcus.prune.score;

import sulcus.prune.Compensation;

/** Wanda for neurons, mean over i of |down_ij| · ‖h_j‖₂ (Wanda: arXiv 2306.11695; its structured form, Wanda-sp, in FLAP: arXiv 2312.11983). */
final class WandaSp implements Score {
    @Override
    public String label() {
        return "wanda";
    }

    @Override
    public String title() {
        return "Wanda-sp";
    }

    @Override
    public String source() {
        return "Wanda, arXiv 2306.11695; for neurons in FLAP, arXiv 2312.11983";
    }

    @Override
    public Allocation allocation() {
        return Allocation.SAME_SHARE;
    }

    @Override
    public Compensation usual() {
        return Compensation.NONE;
    }

    @Override
    public boolean looksAtText() {
        return true;
    }

    @Override
    public float[] of(Evidence layer) {
        float[] down = layer.down();
        int n = layer.neurons();
        int hidden = down.length / n;
        double[] sums = new double[n];
        for (int i = 0; i < hidden; i++) {
            for (int j = 0; j < n; j++) {
                sums[j] += Math.abs(down[i * n + j]);
            }
        }
        float[] scores = new float[n];
        for (int j = 0; j < n; j++) {
            scores[j] = (float) (sums[j] / hidden * layer.norm(j));
        }
        return scores;
    }
}

package sulcus.prune.score;

import java.util.SplittableRandom;
import sulcus.prune.Compensation;

/** Seeded uniform numbers: what a method must beat. */
final class RandomScore implements Score {
    @Override
    public String label() {
        return "random";
    }

    @Override
    public String title() {
        return "random";
    }

    @Override
    public String source() {
        return "the floor that every method must beat";
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
        return false;
    }

    @Override
    public float[] of(Evidence layer) {
        SplittableRandom random = new SplittableRandom(layer.seed() * 1_000_003 + layer.layer());
        float[] scores = new float[layer.neurons()];
        for (int j = 0; j < scores.length; j++) {
            scores[j] = (float) random.nextDouble();
        }
        return scores;
    }
}

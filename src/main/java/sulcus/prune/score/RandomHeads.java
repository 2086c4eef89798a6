package sulcus.prune.score;

import java.util.SplittableRandom;
import sulcus.prune.Compensation;

/** Seeded uniform numbers: what a method must beat. */
final class RandomHeads implements HeadScore {
    private static final Score.Definition DEFINITION = new Score.Definition(
            "random",
            "random",
            "the floor that every method must beat",
            Allocation.ONE_THRESHOLD,
            Compensation.NONE,
            false);

    @Override
    public Score.Definition definition() {
        return DEFINITION;
    }

    @Override
    public float[] of(Evidence layer) {
        SplittableRandom random = new SplittableRandom(layer.seed() * 1_000_003 + 500_009 + layer.layer());
        float[] scores = new float[HeadScore.groups(layer)];
        for (int g = 0; g < scores.length; g++) {
            scores[g] = (float) random.nextDouble();
        }
        return scores;
    }
}

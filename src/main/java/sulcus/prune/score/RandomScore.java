package sulcus.prune.score;

import java.util.SplittableRandom;
import sulcus.prune.Compensation;

/** Seeded uniform numbers: what a method must beat. */
final class RandomScore implements Score {
    private static final Definition DEFINITION = new Definition(
            "random",
            "random",
            "the floor that every method must beat",
            Allocation.SAME_SHARE,
            Compensation.NONE,
            false);

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public String meaning() {
        return "drawn; what any order must beat";
    }

    @Override
    public float[] of(Evidence layer) {
        SplittableRandom random = new SplittableRandom(layer.seed() * 1_000_003 + layer.layer());
        float[] scores = new float[layer.inputs()];
        for (int j = 0; j < scores.length; j++) {
            scores[j] = (float) random.nextDouble();
        }
        return scores;
    }
}

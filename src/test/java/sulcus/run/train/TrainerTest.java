package sulcus.run.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final Shape TINY = new Shape(11, 16, 2, 4, 2, 24, 10_000, 1e-5);

    /** Rows that count upwards from a random start, modulo the vocabulary. */
    private static int[][] counting(int rows, int length, Random random) {
        int[][] windows = new int[rows][length];
        for (int[] window : windows) {
            int start = random.nextInt(TINY.vocabulary());
            for (int t = 0; t < length; t++) {
                window[t] = (start + t) % TINY.vocabulary();
            }
        }
        return windows;
    }

    @Test
    void gradientAgreesWithFiniteDifferences() {
        Trainer trainer = new Trainer(TINY, 3);
        float[] parameters = trainer.parameters();
        Random random = new Random(5);
        // away from the start, where many gradients are nearly zero
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) (0.3 * random.nextGaussian());
        }
        int[][] windows = new int[2][9];
        for (int[] window : windows) {
            java.util.Arrays.setAll(window, t -> random.nextInt(TINY.vocabulary()));
        }
        float[] gradient = new float[parameters.length];
        float loss = trainer.gradient(windows, null, gradient);
        assertThat(loss).isEqualTo(trainer.loss(windows), within(1e-5f));

        // along the gradient's sign in each tensor, so that the difference stands out of float32's rounding
        for (Shape.Part part : TINY.parts()) {
            double expected = 0;
            float[] kept = parameters.clone();
            float h = 1e-2f / (float) Math.sqrt(part.length());
            for (int i = part.offset(); i < part.offset() + part.length(); i++) {
                expected += Math.abs(gradient[i]);
                parameters[i] = kept[i] + h * Math.signum(gradient[i]);
            }
            float above = trainer.loss(windows);
            for (int i = part.offset(); i < part.offset() + part.length(); i++) {
                parameters[i] = kept[i] - h * Math.signum(gradient[i]);
            }
            float below = trainer.loss(windows);
            System.arraycopy(kept, 0, parameters, 0, kept.length);
            assertThat((above - below) / (2.0 * h))
                    .as(part.name())
                    .isEqualTo(expected, within(0.02 * Math.max(expected, 0.05)));
        }
    }

    @Test
    void lossFallsWithinAFewStepsAndPredictionsBecomeRight() {
        Trainer trainer = new Trainer(TINY, 1);
        Random random = new Random(1);
        float first = trainer.loss(counting(8, 13, random));
        for (int step = 0; step < 60; step++) {
            trainer.step(counting(8, 13, random), null, 1e-2);
        }
        int[][] windows = counting(4, 13, random);
        assertThat(first).isEqualTo((float) Math.log(TINY.vocabulary()), within(0.3f));
        assertThat(trainer.loss(windows)).isLessThan(0.1f);
        int[][] predictions = trainer.predictions(windows);
        for (int t = 0; t + 1 < 13; t++) {
            assertThat(predictions[2][t]).isEqualTo(windows[2][t + 1]);
        }
    }

    @Test
    void weightsSayWhichPredictionsCount() {
        Trainer trainer = new Trainer(TINY, 1);
        int[][] windows = counting(2, 5, new Random(4));
        float[] first = new float[trainer.parameters().length];
        float[] both = new float[first.length];
        float alone = trainer.gradient(new int[][] {windows[0]}, null, first);
        float masked = trainer.gradient(windows, new float[][] {{2, 2, 2, 2}, {0, 0, 0, 0}}, both);
        assertThat(masked).isEqualTo(alone, within(1e-5f));
        assertThat(both).containsExactly(first, within(1e-5f));
    }

    @Test
    void resumedTrainingEqualsUninterrupted(@TempDir Path folder) {
        int[][][] batches = {counting(3, 7, new Random(1)), counting(3, 7, new Random(2)), counting(3, 7, new Random(3))
        };
        Trainer whole = new Trainer(TINY, 1);
        for (int[][] batch : batches) {
            whole.step(batch, null, 1e-3);
        }
        Trainer before = new Trainer(TINY, 1);
        before.step(batches[0], null, 1e-3);
        before.save(folder.resolve("checkpoint"));
        Trainer after = new Trainer(TINY, 99);
        after.resume(folder.resolve("checkpoint"));
        after.step(batches[1], null, 1e-3);
        after.step(batches[2], null, 1e-3);
        assertThat(after.steps()).isEqualTo(3);
        assertThat(after.parameters()).containsExactly(whole.parameters());
    }
}

package sulcus.run.train;

import java.util.Arrays;

/**
 * AdamW (Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization) over a flat vector; β = (0.9, 0.95), the
 * gradient's norm limited to 1.
 */
final class Adam {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.95f;
    private static final float EPSILON = 1e-8f;
    private static final double LARGEST_NORM = 1;

    final float[] mean;
    final float[] variance;
    private final boolean[] decays;

    /** @param decays which parameters shrink (matrices), for each one */
    Adam(boolean[] decays) {
        this.decays = decays;
        mean = new float[decays.length];
        variance = new float[decays.length];
    }

    /** @param step 1 for the first */
    void update(float[] parameters, float[] gradient, int step, double rate, double decay) {
        double norm = 0;
        for (float g : gradient) {
            norm += (double) g * g;
        }
        float scale = (float) Math.min(1, LARGEST_NORM / (Math.sqrt(norm) + 1e-6));
        float first = (float) (rate / (1 - Math.pow(BETA1, step)));
        float second = (float) (1 / (1 - Math.pow(BETA2, step)));
        float shrink = (float) (rate * decay);
        for (int i = 0; i < parameters.length; i++) {
            float g = gradient[i] * scale;
            mean[i] = BETA1 * mean[i] + (1 - BETA1) * g;
            variance[i] = BETA2 * variance[i] + (1 - BETA2) * g * g;
            float w = parameters[i];
            if (decays[i]) {
                w -= shrink * w;
            }
            parameters[i] = w - first * mean[i] / ((float) Math.sqrt(variance[i] * second) + EPSILON);
        }
    }

    static boolean[] matrices(Shape shape) {
        boolean[] decays = new boolean[shape.parameters()];
        for (Shape.Part part : shape.parts()) {
            Arrays.fill(decays, part.offset(), part.offset() + part.length(), part.shape().length == 2);
        }
        return decays;
    }
}

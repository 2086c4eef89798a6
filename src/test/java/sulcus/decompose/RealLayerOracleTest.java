package sulcus.decompose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sulcus.algebra.Algebra;
import sulcus.algebra.Matrix;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;
import sulcus.task.Progress;

/** A real model's layer, swept and decomposed, against scipy's exact singular value decomposition. */
class RealLayerOracleTest {
    private static final int LAYER = 3;
    private static final int K = 128;

    @Test
    void singularValuesAndSubspaceOfALayerAreThoseOfScipy() {
        String folder = "models/SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf";
        try (Oracle tokens = Oracle.open("oracle/smollm2/tokens.safetensors");
                Oracle oracle = Oracle.open("oracle/ica/smollm2.safetensors");
                Model model = Model.open(Oracle.shared(folder))) {
            List<int[]> texts = new ArrayList<>();
            double[] ids = tokens.values("calibration.group0");
            int from = 0;
            for (double length : tokens.values("calibration.group0.lengths")) {
                texts.add(Arrays.stream(ids, from, from + (int) length)
                        .mapToInt(id -> (int) id)
                        .toArray());
                from += (int) length;
            }
            int[] seen = {0};
            Sweep.Visitor compare = new Sweep.Visitor() {
                @Override
                public Sweep.Wanted wanted(int layer) {
                    return new Sweep.Wanted(layer == LAYER, layer == LAYER, false);
                }

                @Override
                public void visit(LayerSignals signals) {
                    if (signals.layer() == LAYER) {
                        compare(signals, oracle);
                        seen[0]++;
                    }
                }
            };
            Sweep.walk(model, List.of(texts), Device.CPU, LAYER, compare, Progress.NONE);
            assertThat(seen[0]).isEqualTo(1);
        }
    }

    private static void compare(LayerSignals signals, Oracle oracle) {
        double[] values = oracle.values("layer." + LAYER + ".singular_values");
        int m = 2 * signals.neurons();
        try (Algebra algebra = Algebra.open(false);
                Matrix x = algebra.matrix(signals.tokens(), m, Matrix.Type.FLOAT32);
                Matrix reference = algebra.matrix(m, K, Matrix.Type.FLOAT32)) {
            SignalMatrix.of(signals, Signals.ACTIVATION_UP, x, Progress.NONE);
            reference.write(oracle.values("layer." + LAYER + ".left_vectors"));
            try (LeadingSubspace subspace = LeadingSubspace.of(algebra, x, K, 0, "layer 3", Progress.NONE)) {
                for (int i = 0; i < K; i++) {
                    assertThat(Math.abs(subspace.values()[i] / values[i] - 1)).isLessThan(1e-3);
                }
                double[] overlap = algebra.inner(subspace.left(), reference);
                double[] squares = new double[K * K];
                for (int i = 0; i < K; i++) {
                    for (int j = 0; j < K; j++) {
                        for (int l = 0; l < K; l++) {
                            squares[i * K + j] += overlap[i * K + l] * overlap[j * K + l];
                        }
                    }
                }
                // the least cosine of a principal angle is the least singular value of the overlap
                double least = algebra.leading(squares, K, K).values()[K - 1];
                assertThat(Math.sqrt(least)).isGreaterThan(0.999);
            }
        }
    }
}

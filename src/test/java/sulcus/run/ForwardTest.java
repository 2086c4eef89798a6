package sulcus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;

class ForwardTest {
    private static final int[] TEXT = Toys.text(12, 6);

    private static Model model() {
        return MemoryWeights.llama(Toys.capped(), 8, 0.3, false);
    }

    private static Map<WeightId, NDArray> tensors(Model model, NDManager manager) {
        Map<WeightId, NDArray> tensors = new HashMap<>();
        Weights weights = model.weights();
        for (WeightId id : WeightId.all(model.description().layers())) {
            if (weights.has(id)) {
                Shape shape = weights.columns(id) == 1
                        ? new Shape(weights.rows(id))
                        : new Shape(weights.rows(id), weights.columns(id));
                tensors.put(id, manager.create(weights.read(id), shape));
            }
        }
        return tensors;
    }

    private static NDArray ids(NDManager manager) {
        long[] ids = new long[TEXT.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = TEXT[i];
        }
        return manager.create(ids);
    }

    @Test
    void trainingComputesWhatTheResidentModelComputes() {
        Model model = model();
        try (NDManager manager = Place.manager(ai.djl.Device.cpu());
                Forward forward = new Forward(model.description(), manager);
                Runner runner = Runner.open(model, Device.CPU)) {
            NDArray logits = forward.logits(ids(manager), new int[] {TEXT.length}, tensors(model, manager), true);
            assertThat(RunnerTest.maximumDifference(logits.toFloatArray(), runner.logits(TEXT, Gates.OPEN)))
                    .isLessThan(1e-4f);
        }
    }

    @Test
    void gradientsAreTheSlopesOfTheSum() {
        Model model = model();
        WeightId id = WeightId.weight(Slot.GATE, 1);
        try (NDManager manager = Place.manager(ai.djl.Device.cpu());
                Forward forward = new Forward(model.description(), manager)) {
            Map<WeightId, NDArray> tensors = tensors(model, manager);
            tensors.values().forEach(tensor -> tensor.setRequiresGradient(true));
            int[] lengths = {5, TEXT.length - 5};
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(forward.logits(ids(manager), lengths, tensors, true)
                        .square()
                        .mean());
            }
            tensors.forEach((weight, tensor) -> assertThat(
                            tensor.getGradient().abs().max().getFloat())
                    .as(weight.toString())
                    .isPositive());
            float slope = tensors.get(id).getGradient().getFloat(3, 4);
            float step = 0.02f;
            double[] means = new double[2];
            for (int side = 0; side < 2; side++) {
                float[] values = model.weights().read(id);
                values[3 * 24 + 4] += side == 0 ? -step : step;
                Map<WeightId, NDArray> moved = new HashMap<>(tensors(model, manager));
                moved.put(id, manager.create(values, new Shape(33, 24)));
                for (float logit :
                        forward.logits(ids(manager), lengths, moved, false).toFloatArray()) {
                    means[side] += (double) logit * logit / (TEXT.length * Toys.VOCABULARY);
                }
            }
            assertThat((means[1] - means[0]) / (2 * step)).isCloseTo(slope, within(0.02 * Math.abs(slope) + 1e-5));
        }
    }
}

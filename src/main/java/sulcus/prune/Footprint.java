package sulcus.prune;

import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/**
 * What a model's parameters cost, as far as pruning MLP neurons needs it.
 *
 * @param neurons dense width of each layer
 * @param perNeuron parameters that go with one neuron of each layer: its rows of gate and up, its column of down, and its
 *     biases
 * @param biasPerLayer parameters that a compensation adds to each layer: hiddenSize, or 0 where the down projection has a
 *     bias already
 * @param parameters of the dense model, embeddings included, tied weights once
 * @param bytesPerParameter in the weights as they are exported unless another type is asked for: as stored, 4 (float32)
 *     for quantized ones
 */
public record Footprint(int[] neurons, int[] perNeuron, int[] biasPerLayer, long parameters, double bytesPerParameter) {

    /** Reads it off a model. */
    public static Footprint of(Model model) {
        Description d = model.description();
        Weights w = model.weights();
        int[] perNeuron = new int[d.layers()];
        int[] biasPerLayer = new int[d.layers()];
        for (int layer = 0; layer < d.layers(); layer++) {
            perNeuron[layer] = d.hiddenSize() * (d.gated() ? 3 : 2)
                    + (w.has(WeightId.bias(Slot.GATE, layer)) ? 1 : 0)
                    + (w.has(WeightId.bias(Slot.UP, layer)) ? 1 : 0);
            biasPerLayer[layer] = w.has(WeightId.bias(Slot.DOWN, layer)) ? 0 : d.hiddenSize();
        }
        // Blocks of a quantized model cannot be cut: they leave as float32.
        boolean blocks = model.storedType().blockElements() > 1;
        long parameters = model.parameters();
        return new Footprint(
                d.neurons(),
                perNeuron,
                biasPerLayer,
                parameters,
                blocks ? Float.BYTES : model.weightBytes() / (double) parameters);
    }

    /** All MLP neurons. */
    public long allNeurons() {
        long sum = 0;
        for (int width : neurons) {
            sum += width;
        }
        return sum;
    }

    /**
     * Size of the model with these widths, and with the biases that a compensation adds to every layer that lost neurons.
     *
     * @param kept neurons of each layer
     */
    public Size size(int[] kept, Compensation compensation) {
        long left = parameters;
        for (int layer = 0; layer < neurons.length; layer++) {
            left -= (long) (neurons[layer] - kept[layer]) * perNeuron[layer];
            if (compensation != Compensation.NONE && kept[layer] < neurons[layer]) {
                left += biasPerLayer[layer];
            }
        }
        return new Size(left, Math.round(left * bytesPerParameter));
    }

    public Size size(Plan plan, Compensation compensation) {
        return size(plan.kept(), compensation);
    }

    /** Removed neurons as a share of all MLP neurons. */
    public double neuronsRemoved(int[] kept) {
        long left = 0;
        for (int k : kept) {
            left += k;
        }
        long all = allNeurons();
        return all == 0 ? 0 : (all - left) / (double) all;
    }

    /** Parameters of the removed rows and columns as a share of all; biases that a compensation adds do not count. */
    public double parametersRemoved(int[] kept) {
        return parameters == 0 ? 0 : (parameters - size(kept, Compensation.NONE).parameters()) / (double) parameters;
    }
}

package sulcus.prune;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.SafetensorsWriter;
import sulcus.format.TensorInfo;
import sulcus.task.Refusal;

/**
 * Preserved neurons in a safetensors file: an array of layers × neurons, 1 where the neuron stays, 0 where it goes. Layers of
 * unequal width take the first places of their row; the rest of the row is 0.
 */
public final class PreservedSet {
    private PreservedSet() {}

    /**
     * Reads a set made elsewhere.
     *
     * @param place {@code FILE.safetensors:NAME}
     * @param neurons width of each layer of the model it is for
     * @return a plan without a threshold
     * @throws Refusal if it is not there, of another shape, holds other values than 0 and 1, or keeps nothing of a layer
     */
    public static Plan read(String place, int[] neurons) {
        int colon = place.lastIndexOf(':');
        if (colon <= 0 || colon == place.length() - 1) {
            throw new Refusal(place + ": not a preserved set; give FILE.safetensors:NAME");
        }
        Path path = Path.of(place.substring(0, colon));
        String name = place.substring(colon + 1);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            TensorInfo tensor = file.tensors().get(name);
            if (tensor == null) {
                throw new Refusal(path + ": has no array " + name + "; it has "
                        + String.join(
                                ", ", file.tensors().keySet().stream().limit(8).toList())
                        + (file.tensors().size() > 8 ? ", …" : ""));
            }
            return new Plan(Float.NaN, neurons.clone(), sets(file, tensor, path + ": " + name, neurons));
        }
    }

    private static BitSet[] sets(SafetensorsFile file, TensorInfo tensor, String where, int[] neurons) {
        int widest = 0;
        for (int width : neurons) {
            widest = Math.max(widest, width);
        }
        long[] shape = tensor.shape();
        if (shape.length != 2 || shape[0] != neurons.length || shape[1] != widest) {
            throw new Refusal(where + ": has the shape " + Arrays.toString(shape) + ", but the model has "
                    + neurons.length + " layers of " + widest + " neurons; give a set made for this model");
        }
        BitSet[] sets = new BitSet[neurons.length];
        float[] row = new float[widest];
        for (int layer = 0; layer < sets.length; layer++) {
            file.readFloats(tensor, (long) layer * widest, widest, MemorySegment.ofArray(row));
            sets[layer] = new BitSet(neurons[layer]);
            for (int j = 0; j < widest; j++) {
                if (row[j] != 0 && row[j] != 1 || row[j] == 1 && j >= neurons[layer]) {
                    throw new Refusal(where + ": layer " + layer + ", neuron " + j + " is " + row[j]
                            + "; 1 (stays) or 0 (goes) is expected");
                }
                sets[layer].set(j, row[j] == 1);
            }
            if (sets[layer].isEmpty()) {
                throw new Refusal(where + ": layer " + layer + " keeps no neuron; at least 1 must stay in every layer");
            }
        }
        return sets;
    }

    /**
     * Writes a plan's set for others to read.
     *
     * @param file must not exist
     */
    public static void write(Path file, String name, Plan plan) {
        int widest = 0;
        for (int width : plan.neurons()) {
            widest = Math.max(widest, width);
        }
        var declared = new SafetensorsWriter.Declared(name, ElementType.U8, plan.neurons().length, widest);
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, List.of(declared), Map.of())) {
            for (BitSet set : plan.preserved()) {
                byte[] row = new byte[widest];
                set.stream().forEach(j -> row[j] = 1);
                writer.write(name, MemorySegment.ofArray(row));
            }
            writer.commit();
        }
    }
}

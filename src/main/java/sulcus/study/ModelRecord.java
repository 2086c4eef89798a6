package sulcus.study;

import java.util.List;
import sulcus.prune.Footprint;

/**
 * The model that was decomposed: where it lies, what its files are, and what plans need to know of it, so that a study can
 * be thresholded where the model is not.
 *
 * @param path relative to the study folder where the model lies near, else absolute; null for captured activations
 * @param format "huggingface", "gguf", or "captured"
 * @param architecture Hugging Face's {@code model_type}; "" if unknown
 * @param files of the weights, by name, with their hashes
 * @param hiddenSize width of the residual stream; 0 if unknown
 * @param neurons of each layer
 * @param perNeuron see {@link Footprint}
 * @param biasPerLayer see {@link Footprint}
 * @param parameters of the dense model; 0 if unknown
 * @param bytesPerParameter see {@link Footprint}
 */
public record ModelRecord(
        String path,
        String format,
        String architecture,
        List<StudyDocument.FileRecord> files,
        int hiddenSize,
        int[] neurons,
        int[] perNeuron,
        int[] biasPerLayer,
        long parameters,
        double bytesPerParameter) {

    public Footprint footprint() {
        return new Footprint(neurons, perNeuron, biasPerLayer, parameters, bytesPerParameter);
    }

    public int layers() {
        return neurons.length;
    }
}

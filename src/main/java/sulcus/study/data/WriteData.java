package sulcus.study.data;

import java.nio.file.Path;
import java.util.stream.IntStream;
import sulcus.prune.Plan;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Writes arrays of a study. The form goes by the end of the file's name: {@code .safetensors} (a tensor a layer), {@code .npy} (one
 * array), {@code .csv} (a table), {@code .nii.gz} (volumes: the mosaic's slices, one over the other).
 *
 * @param out replaced if it exists
 * @param layer 0-based; −1 for all
 * @param group of texts, 0-based
 */
public record WriteData(DataKind kind, Path out, int layer, int group) {
    /**
     * @param arrays how many were written
     * @param shape of each, or of the first where layers differ
     */
    public record Written(Path out, int arrays, long[] shape) {}

    /**
     * With the mask of the study's own rules.
     *
     * @throws Refusal as below
     */
    public Written run(Study study, Progress progress) {
        return run(study, null, progress);
    }

    /**
     * @param plan which neurons the mask has; null for what the study's rules preserve
     * @throws Refusal if the form cannot hold the data, the study has none, or the file cannot be written
     */
    public Written run(Study study, Plan plan, Progress progress) {
        if (layer < -1 || layer >= study.layers()) {
            throw new Refusal("layer " + layer + ": the model has layers 0 to " + (study.layers() - 1));
        }
        if (group < 0 || group >= study.groups()) {
            throw new Refusal("group " + group + ": the study has groups 0 to " + (study.groups() - 1));
        }
        int[] layers = IntStream.range(0, study.layers())
                .filter(l -> layer < 0 || l == layer)
                .filter(l -> study.components(l, group) > 0)
                .toArray();
        if (layers.length == 0) {
            throw new Refusal(study.folder() + ": " + (layer < 0 ? "no layer" : "layer " + layer)
                    + " was decomposed in group " + group);
        }
        DataForm form = DataForm.of(out, kind.forms());
        if (kind.ofNeurons()) {
            NeuronValues values = NeuronValues.of(study, kind, plan, layers, layer < 0);
            return values.write(study, out, form, kind);
        }
        if (kind == DataKind.CONNECTIVITY) {
            return Connectivity.write(study, layers, group, out, form, progress);
        }
        return new NetworkArrays(study, kind, layers, group).write(out, form, progress);
    }
}

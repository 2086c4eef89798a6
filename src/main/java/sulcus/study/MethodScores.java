package sulcus.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.SafetensorsWriter;
import sulcus.model.Model;
import sulcus.prune.score.Score;
import sulcus.prune.score.ScoreNeurons;
import sulcus.run.Device;
import sulcus.task.Progress;

/**
 * Scores of rival methods, kept in the study: {@code scores.METHOD.safetensors} holds {@code layer.NN.score} for every layer.
 * The file's metadata says what they were computed on; others are computed anew.
 */
public final class MethodScores {
    private MethodScores() {}

    /**
     * What scores are computed on.
     *
     * @param model the study's
     * @param calibration token ids: groups of texts
     * @param name of the calibration, which tells one from another
     * @param seed for what is drawn
     * @param keep whether they may be written into the study's folder
     */
    public record Basis(Model model, List<List<int[]>> calibration, String name, long seed, boolean keep) {
        private Map<String, String> metadata(Score score) {
            return Map.of(
                    "method",
                    score.label(),
                    "calibration",
                    score.looksAtText() ? name : "",
                    "seed",
                    Long.toString(seed));
        }
    }

    /**
     * Scores [layer][neuron] for each method, before any allocation; those of functional networks are the study's. What is
     * missing is computed in one walk and kept.
     */
    public static Map<Score, float[][]> of(
            Study study, List<Score> methods, Basis basis, Device device, Progress progress) {
        Map<Score, float[][]> found = new LinkedHashMap<>();
        List<Score> missing = new ArrayList<>();
        for (Score method : methods) {
            float[][] kept = method.needsNetworks() ? null : read(study, method, basis);
            found.put(method, kept);
            if (kept == null) {
                missing.add(method);
            }
        }
        if (!missing.isEmpty()) {
            Map<Score, float[][]> computed = new ScoreNeurons(
                            basis.model(), missing, study.scores(), basis.seed(), device)
                    .run(basis.calibration(), progress);
            computed.forEach((method, scores) -> {
                found.put(method, scores);
                if (!method.needsNetworks() && basis.keep()) {
                    write(study, method, basis, scores);
                }
            });
        }
        return found;
    }

    private static float[][] read(Study study, Score method, Basis basis) {
        Path path = new StudyFolder(study.folder()).scores(method.label());
        if (!Files.exists(path)) {
            return null;
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            if (!file.metadata().equals(basis.metadata(method))) {
                return null;
            }
            float[][] scores = new float[study.layers()][];
            for (int layer = 0; layer < scores.length; layer++) {
                scores[layer] = StudyArrays.vector(file, StudyFolder.name(layer, "score"), study.neurons(layer));
            }
            return scores;
        }
    }

    private static void write(Study study, Score method, Basis basis, float[][] scores) {
        List<SafetensorsWriter.Declared> tensors = new ArrayList<>();
        for (int layer = 0; layer < scores.length; layer++) {
            tensors.add(new SafetensorsWriter.Declared(
                    StudyFolder.name(layer, "score"), ElementType.F32, scores[layer].length));
        }
        try (SafetensorsWriter writer = SafetensorsWriter.replace(
                new StudyFolder(study.folder()).scores(method.label()), tensors, basis.metadata(method))) {
            for (int layer = 0; layer < scores.length; layer++) {
                writer.writeFloats(StudyFolder.name(layer, "score"), scores[layer]);
            }
            writer.commit();
        }
    }
}

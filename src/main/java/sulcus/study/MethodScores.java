package sulcus.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.SafetensorsWriter;
import sulcus.format.Sha256;
import sulcus.model.Model;
import sulcus.prune.Planner;
import sulcus.prune.score.Allocation;
import sulcus.prune.score.Score;
import sulcus.prune.score.ScoreNeurons;
import sulcus.prune.score.Scores;
import sulcus.prune.score.Selective;
import sulcus.run.Device;
import sulcus.task.Progress;

/**
 * Scores of rival methods, kept in the study: {@code scores.METHOD.safetensors} holds {@code layer.NN.score} for every layer, of
 * the study's calibration texts; those of others stand in {@code scores.METHOD.HASH.safetensors}. The file's metadata says what
 * they were computed on.
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
        /** The calibration that the study was decomposed with. */
        static final String OWN = "0 texts, seed 0";

        /**
         * On a study's text.
         *
         * @param tokens see {@link CalibrationTokens#of(Study, Model, long)}; 0 for the texts that were decomposed
         */
        public static Basis of(Study study, Model model, long tokens, boolean keep) {
            return new Basis(
                    model, CalibrationTokens.of(study, model, tokens), tokens == 0 ? OWN : windows(tokens, 0), 0, keep);
        }

        /** Windows of the study's whole text, see {@link CalibrationTokens}. */
        static String windows(long tokens, long seed) {
            return tokens + " tokens in windows, seed " + seed;
        }

        private boolean isOwn() {
            return name.equals(OWN) && seed == 0;
        }

        /** Each basis has a file of its own, the study's the one with the short name. */
        private Path file(Study study, Score score) {
            String which = isOwn()
                    ? ""
                    : "."
                            + Sha256.of((name + seed).getBytes(StandardCharsets.UTF_8))
                                    .substring(0, 8);
            return new StudyFolder(study.folder()).scores(score.label() + which);
        }

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
     * Scores [layer][neuron] for each method, before any allocation; selective ones look at the study's own texts, whatever the basis; those of functional networks are the study's. What is
     * missing is computed in one walk and kept.
     */
    public static Map<Score, float[][]> of(
            Study study, List<Score> methods, Basis basis, Device device, Progress progress) {
        Map<Score, float[][]> found = new LinkedHashMap<>();
        List<Score> missing = new ArrayList<>();
        for (Score method : methods) {
            float[][] kept = method == Scores.NETWORKS ? null : read(study, method, basis);
            found.put(method, kept);
            if (kept == null) {
                missing.add(method);
            }
        }
        for (Score method : List.copyOf(missing)) {
            if (method instanceof Selective selective) {
                missing.remove(method);
                float[][] scores = SelectiveTexts.of(study, selective)
                        .score(basis.model(), device)
                        .run(progress.part(0, 0.5));
                found.put(method, scores);
                if (basis.keep()) {
                    write(study, method, basis, scores);
                }
            }
        }
        if (!missing.isEmpty()) {
            Map<Score, float[][]> computed = new ScoreNeurons(
                            basis.model(), missing, study.scores(), basis.seed(), device)
                    .run(basis.calibration(), progress);
            computed.forEach((method, scores) -> {
                found.put(method, scores);
                if (method != Scores.NETWORKS && basis.keep()) {
                    write(study, method, basis, scores);
                }
            });
        }
        return found;
    }

    /** Scores on the calibration that the study was decomposed with, before any allocation; null where they were not computed. */
    public static float[][] kept(Study study, Score method) {
        return method == Scores.NETWORKS
                ? study.scores()
                : read(study, method, new Basis(null, List.of(), Basis.OWN, 0, false));
    }

    /** Plans from the scores of a method on a calibration, computed where they are missing, shared as its authors do. */
    public static Planner planner(Study study, Score method, Basis basis, Device device, Progress progress) {
        return planner(study, method, method.allocation(), basis, device, progress);
    }

    /** The same with the cut shared among the layers in another way. */
    public static Planner planner(
            Study study, Score method, Allocation allocation, Basis basis, Device device, Progress progress) {
        boolean own = allocation == method.allocation();
        Planner kept = own && (basis.isOwn() || method == Scores.NETWORKS) ? study.planner(method) : null;
        if (kept != null) {
            return kept;
        }
        float[][] scores = of(study, List.of(method), basis, device, progress).get(method);
        return new Planner(allocation.apply(scores), study.footprint(), method == Scores.NETWORKS ? study : null);
    }

    private static float[][] read(Study study, Score method, Basis basis) {
        Path path = basis.file(study, method);
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
        try (SafetensorsWriter writer =
                SafetensorsWriter.replace(basis.file(study, method), tensors, basis.metadata(method))) {
            for (int layer = 0; layer < scores.length; layer++) {
                writer.writeFloats(StudyFolder.name(layer, "score"), scores[layer]);
            }
            writer.commit();
        }
    }
}

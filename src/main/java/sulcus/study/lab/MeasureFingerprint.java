package sulcus.study.lab;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sulcus.evaluate.LossByKind.Labelled;
import sulcus.export.KeptNeurons;
import sulcus.format.Sha256;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.study.Decompose;
import sulcus.study.PruneModel;
import sulcus.study.Study;
import sulcus.study.StudyDocument;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/**
 * Measures which networks of a study's model another model has, see {@link Fingerprint}. If the other is a study, its networks
 * are those; if it is a model that Sulcus pruned or recovered from the study's, or that model itself, the study's networks are
 * carried into it; else it is decomposed first, with the study's text and settings, into a folder beside {@code out} that stays
 * (and is taken the next time).
 *
 * @param study of the first model
 * @param other model or study
 * @param text that both models read
 * @param field of .jsonl and .parquet; null for "text"
 * @param mostTexts the first; −1 for all
 * @param mostTokens of each text, the first; texts of less than {@value #LEAST_TOKENS} tokens are left out
 * @param key |z| above which a signal is a key signal
 * @param threshold ρ from which a network survived
 * @param acrossLayers whether any layer's networks may match; so it is in any case where the models have different numbers of layers
 * @param nulls time shifts of each network
 * @param seed of the shifts
 * @param out .json that is written; null for the study's own, {@link Fingerprint#in}
 */
public record MeasureFingerprint(
        Study study,
        Path other,
        TextFiles text,
        String field,
        int mostTexts,
        int mostTokens,
        float key,
        double threshold,
        boolean acrossLayers,
        int nulls,
        long seed,
        Path out,
        Device device) {
    /** Time shifts: q of half of the networks can then be as small as a hundredth. */
    public static final int NULLS = 200;

    /** A rank correlation over fewer says nothing. */
    private static final int LEAST_TOKENS = 16;

    /** Measures, and writes it. */
    public Fingerprint run(Progress progress) {
        if (!(threshold > 0 && threshold <= 1) || !(key > 0 && Float.isFinite(key)) || nulls < 1) {
            throw new Refusal("threshold " + threshold + ", key threshold " + key + ", shifts " + nulls
                    + ": give a ρ above 0 and up to 1, a |z| above 0, and 1 shift or more");
        }
        progress.report("opening", 0);
        if (Study.isStudy(other)) {
            try (Study theirs = Study.open(other)) {
                return own(theirs, progress);
            }
        }
        int[][] kept = null;
        boolean carried;
        try (Model model = Model.open(other)) {
            Map<String, String> ancestor = new HashMap<>();
            for (StudyDocument.FileRecord file : study.document().model().files()) {
                ancestor.put(file.path(), file.sha256());
            }
            KeptNeurons left = KeptNeurons.of(model.source(), ancestor);
            kept = left == null ? null : left.kept();
            carried = left != null
                    || files(model, ancestor, progress.part(0, 0.05)).equals(ancestor);
        }
        if (carried) {
            return compare(study, other, kept, true, progress.part(0.05, 1));
        }
        Path folder = target().toAbsolutePath().normalize().resolveSibling(target().getFileName() + ".study");
        if (!Study.isStudy(folder)) {
            decompose(folder, progress.part(0.05, 0.7));
        }
        try (Study theirs = Study.open(folder)) {
            try (Model model = Model.open(other)) {
                PruneModel.sameModel(theirs, model);
            }
            return own(theirs, progress.part(0.7, 1));
        }
    }

    /** Names and hashes of a model's files; no hashes where a size tells already that they are others. */
    private Map<String, String> files(Model model, Map<String, String> ancestor, Progress progress) {
        Map<String, String> files = new HashMap<>();
        Map<String, Long> sizes = new HashMap<>();
        study.document().model().files().forEach(f -> sizes.put(f.path(), f.bytes()));
        for (Path file : model.files()) {
            String name = file.getFileName().toString();
            boolean same = sizes.getOrDefault(name, -1L) == file.toFile().length();
            files.put(name, same ? Sha256.of(file, progress) : "");
        }
        return files.keySet().equals(ancestor.keySet()) ? files : Map.of("", "");
    }

    private void decompose(Path folder, Progress progress) {
        if (study.textFiles() == null) {
            throw new Refusal(study.folder() + ": was made from captured activations; decompose " + other
                    + " yourself and give that study");
        }
        new Decompose(
                        other,
                        study.textFiles(),
                        study.document().texts().getFirst().field(),
                        folder,
                        study.document().settings().settings(),
                        device,
                        0)
                .run(progress);
    }

    private Fingerprint own(Study theirs, Progress progress) {
        return compare(theirs, theirs.modelPath(), null, false, progress);
    }

    private Path target() {
        return out == null ? Fingerprint.in(study) : out;
    }

    private Fingerprint compare(Study networks, Path place, int[][] kept, boolean carried, Progress progress) {
        List<List<KeyCourses.Course>> ours;
        List<int[]> texts;
        try (Model model = Model.open(study.modelPath())) {
            PruneModel.sameModel(study, model);
            texts = texts(model, progress);
            ours = KeyCourses.of(study, null, model, texts, key, device, progress.part(0.02, 0.4));
        }
        List<List<KeyCourses.Course>> theirs;
        List<int[]> read;
        try (Model model = Model.open(place)) {
            read = texts(model, progress);
            if (read.size() != texts.size()) {
                throw new Refusal(text + ": " + texts.size() + " texts are long enough for one model, " + read.size()
                        + " for the other; leave short texts out");
            }
            theirs = KeyCourses.of(networks, kept, model, read, key, device, progress.part(0.4, 0.8));
        }
        CourseMatch match = new CourseMatch(texts, read, carried, nulls, seed);
        boolean across = !carried && (acrossLayers || ours.size() != theirs.size());
        if (across) {
            ours = List.of(ours.stream().flatMap(List::stream).toList());
            theirs = List.of(theirs.stream().flatMap(List::stream).toList());
        }
        for (int i = 0; i < ours.size(); i++) {
            int layer = across ? -1 : i;
            match.add(
                    layer,
                    ours.get(i),
                    theirs.get(i),
                    progress.part(0.8 + 0.19 * i / ours.size(), 0.8 + 0.19 * (i + 1) / ours.size()));
        }
        Fingerprint found = new Fingerprint(
                study.folder().getFileName().toString(),
                String.valueOf(place.toAbsolutePath().normalize().getFileName()),
                text.name(),
                text.sha256(progress.part(0.99, 1)),
                carried,
                key,
                threshold,
                nulls,
                texts.size(),
                texts.stream().mapToLong(t -> t.length).sum(),
                match.matrices(),
                match.matches(threshold),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        found.write(target());
        progress.report("fingerprint", 1);
        return found;
    }

    private List<int[]> texts(Model model, Progress progress) {
        List<int[]> ids = new ArrayList<>();
        for (Labelled one : LabelledTexts.read(
                model, text, field, null, mostTexts, LEAST_TOKENS, mostTokens, progress.part(0, 0.01))) {
            ids.add(one.ids());
        }
        return ids;
    }
}

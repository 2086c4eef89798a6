package sulcus.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import sulcus.decompose.Settings;
import sulcus.format.FileFailure;
import sulcus.model.Model;
import sulcus.prune.Rules;
import sulcus.prune.score.Score;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/**
 * Model and text to a pruned model without a study to keep: it is made beside the target as {@code OUT.partial-study} and
 * removed when the pruned model is there. Where the work is cancelled it stays, and the same operation goes on from it.
 */
public record PruneText(
        Path model,
        TextFiles text,
        String field,
        Settings settings,
        Score method,
        long calibrationTokens,
        PruneModel prune) {

    /** @param rules from the default rules to the wanted ones */
    public PruneModel.Pruned run(UnaryOperator<Rules> rules, Progress progress) {
        try (Model opened = Model.open(model)) {
            prune.to().check(opened);
            // wrong rules are told before the long part
            Objects.requireNonNull(
                    rules.apply(Rules.defaults(opened.description().layers())));
        }
        Path out = prune.to().out().toAbsolutePath().normalize();
        Path folder = out.resolveSibling(out.getFileName() + ".partial-study");
        if (!Files.exists(folder)) {
            new Decompose(model, text, field, folder, settings, prune.device(), 0).run(progress.part(0, 0.8));
        }
        PruneModel.Pruned pruned;
        try (Study study = Study.open(folder)) {
            sameWork(study);
            pruned = prune.study(
                    study,
                    method,
                    method.allocation(),
                    rules.apply(Rules.defaults(study.layers())),
                    calibrationTokens,
                    progress.part(0.8, 1));
        }
        remove(folder);
        return pruned;
    }

    private void sameWork(Study study) {
        StudyDocument document = study.document();
        boolean same = document.texts() != null
                && document.textSha256().equals(text.sha256(Progress.NONE))
                && document.settings().equals(StudyDocument.SettingsRecord.of(settings))
                && study.modelPath().equals(Model.locate(model).toAbsolutePath().normalize());
        if (!same) {
            throw new Refusal(study.folder() + ": is left from pruning another model or text; remove it");
        }
    }

    /** Removes a folder that this program made, and all in it. */
    static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw FileFailure.writing(folder, e);
        }
    }
}

package sulcus.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sulcus.decompose.Settings;
import sulcus.export.Layout;
import sulcus.model.Model;
import sulcus.prune.HeadPlan;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.UniformPlan;
import sulcus.prune.score.HeadScores;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/**
 * Replays a study: decomposes again from what is recorded and makes each recorded plan again. Masks must be equal byte by
 * byte.
 *
 * @param study folder; it is not changed
 */
public record Reproduce(Path study) {

    /**
     * A recorded plan made again.
     *
     * @param action as in the history; "rules" for those stored in the study now
     * @param equal whether the mask from the new decomposition is the recorded one
     */
    public record Replayed(String action, String time, boolean equal) {}

    /**
     * @param equal whether every mask is byte-equal
     * @param scoresEqual whether every score is bit-equal
     */
    public record Reproduced(boolean equal, boolean scoresEqual, List<Replayed> steps, double seconds) {}

    public Reproduced run(Progress progress) {
        long start = System.nanoTime();
        try (Study old = Study.open(study)) {
            Path again = old.folder().resolveSibling(old.folder().getFileName() + ".partial-reproduce");
            if (Files.exists(again)) {
                PruneText.remove(again);
            }
            decompose(old, again, progress);
            try (Study made = Study.open(again)) {
                sameSources(old, made);
                List<Replayed> steps = replay(old, made, progress);
                boolean scores = true;
                for (int layer = 0; layer < old.layers(); layer++) {
                    scores &= Arrays.equals(old.scores()[layer], made.scores()[layer]);
                }
                boolean equal = steps.stream().allMatch(Replayed::equal);
                return new Reproduced(equal, scores, steps, (System.nanoTime() - start) * 1e-9);
            } finally {
                PruneText.remove(again);
            }
        }
    }

    private static void decompose(Study old, Path again, Progress progress) {
        StudyDocument document = old.document();
        Settings settings = document.settings().settings();
        Device device = Device.valueOf(document.device().toUpperCase(Locale.ROOT));
        if (document.texts() != null) {
            TextFiles text = old.textFiles();
            for (int i = 0; i < document.texts().size(); i++) {
                unchanged(text.places().get(i), document.texts().get(i), progress);
            }
            new Decompose(old.modelPath(), text, document.field(), again, settings, device, 0).run(progress);
        } else {
            Path captured = Places.resolve(old.folder(), document.captured().path());
            unchanged(captured, document.captured(), progress);
            Path model = document.model().path() == null ? null : old.modelPath();
            new DecomposeCaptured(captured, model, again, settings, 0).run(progress);
        }
    }

    private static void unchanged(Path file, StudyDocument.FileRecord recorded, Progress progress) {
        if (!Files.exists(file)) {
            throw new Refusal(file + ": the study was made from it, and it is not there; put it back");
        }
        if (!ModelFiles.record("", null, file, progress.part(0, 0)).sha256().equals(recorded.sha256())) {
            throw new Refusal(
                    file + ": is not what the study was made from (its hash is another); put the old file back");
        }
    }

    private static void sameSources(Study old, Study made) {
        if (!old.document().model().files().equals(made.document().model().files())) {
            throw new Refusal(
                    made.document().model().path()
                            + ": the model's files are not what the study was made from (their hashes are others); put the old ones back");
        }
    }

    private static List<Replayed> replay(Study old, Study made, Progress progress) {
        List<Replayed> steps = new ArrayList<>();
        for (History.Step step : old.history().steps()) {
            if (step.rules() != null && !step.mask().isEmpty()) {
                Plan plan = plan(
                        planner(old, made, step, progress),
                        step.rules().rules(),
                        step.arguments().get("layout"));
                if (step.arguments().containsKey("heads")) {
                    plan = plan.withHeads(heads(made, step, progress));
                }
                steps.add(new Replayed(
                        step.action(), step.time(), Masks.hash(plan).equals(step.mask())));
            }
        }
        byte[] now = Masks.bytes(old.planner().plan(old.rules()));
        byte[] then = Masks.bytes(made.planner().plan(old.rules()));
        steps.add(new Replayed("rules", "", Arrays.equals(now, then)));
        return List.copyOf(steps);
    }

    /** From the study's networks where no method is named; a sensitivity is taken as it was measured. */
    private static Planner planner(Study old, Study made, History.Step step, Progress progress) {
        String method = step.arguments().get("method");
        String allocation = step.arguments().getOrDefault("allocation", Allocations.OWN);
        if (method == null && allocation.equals(Allocations.OWN)) {
            return made.planner();
        }
        Score score = method == null ? Scores.NETWORKS : Scores.parse(method);
        try (Model model = Model.open(made.modelPath())) {
            return MethodScores.planner(
                    made,
                    score,
                    Allocations.of(old, score, allocation),
                    MethodScores.Basis.of(made, model, calibrationTokens(made, step), true),
                    Device.AUTO,
                    progress.part(0.99, 1));
        }
    }

    private static long calibrationTokens(Study made, History.Step step) {
        String tokens = step.arguments().getOrDefault("calibration-tokens", "0");
        try {
            return Long.parseLong(tokens);
        } catch (NumberFormatException e) {
            throw new Refusal(
                    made.folder() + ": history: " + step.time() + ": calibration-tokens " + tokens + " is no number",
                    e);
        }
    }

    private static HeadPlan heads(Study made, History.Step step, Progress progress) {
        PruneModel.HeadCut cut =
                new PruneModel.HeadCut(HeadScores.parse(argument(made, step, "heads-method")), share(made, step));
        Layout layout = Layout.parse(argument(made, step, "layout"));
        try (Model dense = Model.open(made.modelPath())) {
            return PruneModel.headPlan(
                    cut,
                    layout,
                    Device.AUTO,
                    dense,
                    step.rules().rules().protectedLayers(),
                    CalibrationTokens.of(made, dense, calibrationTokens(made, step)),
                    progress.part(0, 0));
        }
    }

    private static double share(Study made, History.Step step) {
        String heads = argument(made, step, "heads");
        try {
            return Double.parseDouble(heads);
        } catch (NumberFormatException e) {
            throw new Refusal(made.folder() + ": history: " + step.time() + ": heads " + heads + " is no number", e);
        }
    }

    private static String argument(Study made, History.Step step, String name) {
        String value = step.arguments().get(name);
        if (value == null) {
            throw new Refusal(made.folder() + ": history: " + step.time() + ": does not say " + name);
        }
        return value;
    }

    private static Plan plan(Planner planner, Rules rules, String layout) {
        return Layout.UNIFORM.label().equals(layout) ? UniformPlan.of(planner, rules) : planner.plan(rules);
    }
}

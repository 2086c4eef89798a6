package sulcus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.evaluate.Perplexity;
import sulcus.export.Destination;
import sulcus.export.Layout;
import sulcus.figure.DrawFigure;
import sulcus.figure.Theme;
import sulcus.format.FileFailure;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.study.Decompose;
import sulcus.study.Decomposed;
import sulcus.study.MeasurePerplexity;
import sulcus.study.MeasuredOn;
import sulcus.study.PruneModel;
import sulcus.study.Study;
import sulcus.study.StudyDocument;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/**
 * The whole path on the bundled sample without a window: decompose, prune at the sample's threshold, measure perplexity, draw
 * the mosaic, write the pruned model.
 *
 * @param sample folder with {@code model}, {@code text/calibration.jsonl}, {@code text/held-out.jsonl}, and, where it is there,
 *     {@code study}, whose settings and rules are taken
 * @param out folder to fill; what was there before is replaced
 */
record SampleRun(Path sample, Path out) {
    /** For a sample without a study. */
    private static final Settings SETTINGS = new Settings(32, 1, 140, 0, 512, Signals.ACTIVATION_UP, 1, 0);

    private static final double REMOVED = 0.2;

    Report run(Progress progress) {
        Path model = sample.resolve("model");
        Path calibration = sample.resolve("text").resolve("calibration.jsonl");
        Path heldOut = sample.resolve("text").resolve("held-out.jsonl");
        for (Path needed : List.of(model, calibration, heldOut)) {
            if (!Files.exists(needed)) {
                throw new Refusal(needed + ": the sample is not whole; fetch the project again");
            }
        }
        Path bundled = sample.resolve("study");
        Settings settings = SETTINGS;
        Rules rules = null;
        if (Study.isStudy(bundled)) {
            try (Study study = Study.open(bundled)) {
                settings = study.document().settings().settings();
                rules = study.rules();
            }
        }
        replace(out);
        Path made = out.resolve("study");
        Path pruned = out.resolve("model");
        Path mosaic = out.resolve("mosaic.png");
        Decomposed decomposed = new Decompose(model, TextFiles.of(calibration), null, made, settings, Device.AUTO, 0)
                .run(progress.part(0, 0.5));
        PruneModel.Pruned smaller;
        try (Study study = Study.open(made)) {
            Rules wanted =
                    rules == null ? Rules.defaults(study.layers()).withTarget(new Target.Neurons(REMOVED)) : rules;
            study.decide(wanted, "threshold", java.util.Map.of());
            new DrawFigure(DrawFigure.View.MOSAIC, null, null, null, mosaic, 180, 200, Theme.PAPER)
                    .run(study, progress.part(0.5, 0.55));
            smaller = new PruneModel(
                            new Destination.Folder(pruned, Layout.COMPACT, null),
                            Compensating.of(Compensation.BIAS),
                            Device.AUTO)
                    .study(study, Scores.NETWORKS, Scores.NETWORKS.allocation(), wanted, 0, progress.part(0.55, 0.75));
        }
        Perplexity dense = measure(model, heldOut, progress.part(0.75, 0.88));
        Perplexity left = measure(pruned, heldOut, progress.part(0.88, 1));
        return report(decomposed, smaller, dense, left, mosaic);
    }

    private static Perplexity measure(Path model, Path text, Progress progress) {
        return new MeasurePerplexity(model, TextFiles.of(text), null, 0, -1, List.of(), Device.AUTO).run(progress);
    }

    private Report report(
            Decomposed decomposed, PruneModel.Pruned smaller, Perplexity dense, Perplexity left, Path mosaic) {
        long neurons = 0;
        for (int width : smaller.plan().neurons()) {
            neurons += width;
        }
        return new Report()
                .line(
                        "model",
                        sample.resolve("model") + ", " + decomposed.layers() + " layers, " + Sizes.count(neurons)
                                + " MLP neurons")
                .line("text", Sizes.count(decomposed.tokens()) + " calibration tokens")
                .line(
                        "networks",
                        StudyDocument.networksALayer(decomposed.perLayer()) + " a layer, found in "
                                + TerminalProgress.duration(decomposed.seconds().total()))
                .line(
                        "threshold",
                        String.format(
                                Locale.ROOT, "max |z| > %.3f", smaller.plan().threshold()))
                .line(
                        "removed",
                        String.format(
                                Locale.ROOT,
                                "%.1f %% of the neurons, %.1f %% of the parameters",
                                100 * smaller.neuronsRemoved(),
                                100 * smaller.parametersRemoved()))
                .line(
                        "perplexity",
                        String.format(
                                Locale.ROOT,
                                "%.3f dense, %.3f pruned (held-out text, %s; calibrated on the %,d tokens above)",
                                dense.perplexity(),
                                left.perplexity(),
                                MeasuredOn.windows(dense.windows(), dense.window()),
                                decomposed.tokens()))
                .line("study", out.resolve("study"))
                .line("mosaic", mosaic)
                .line("pruned model", out.resolve("model"))
                .close("")
                .close(
                        "There is no display here, so this was done without the window. Where there is one, mvn opens it; so does"
                                + " target/sulcus/bin/sulcus after mvn -q package -DskipTests.");
    }

    private static void replace(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (var files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw FileFailure.writing(folder, e);
        }
    }
}

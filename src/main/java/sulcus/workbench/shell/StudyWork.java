package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import sulcus.export.Destination;
import sulcus.prune.score.Score;
import sulcus.study.MeasureChoices;
import sulcus.study.NetworkCsv;
import sulcus.study.NetworkFacts;
import sulcus.study.data.WriteData;
import sulcus.text.TextFiles;
import sulcus.workbench.networks.NetworksModel;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.preserve.MeasureModel;
import sulcus.workbench.preserve.MethodModel;
import sulcus.workbench.study.ModelCard;
import sulcus.workbench.study.Ranking;
import sulcus.workbench.study.StudyModel;
import sulcus.workbench.study.Subject;
import sulcus.workbench.study.TextCard;
import sulcus.workbench.tasks.TasksModel;

/**
 * The long work on a study, each asked for in a form or a dialog first. All on the window's thread; the work itself goes to
 * the lanes.
 *
 * @param exported is told of each folder that was written
 */
record StudyWork(
        Operations operations,
        FilePicker files,
        TasksModel tasks,
        StudyModel study,
        CutModel cut,
        MeasureModel measure,
        ModalPane over,
        Consumer<Path> exported) {
    void measureOnText() {
        List<Path> chosen = files.texts("Measure perplexity on this text");
        if (!chosen.isEmpty()) {
            operations.measureOn(new TextFiles(chosen));
            measure.again();
        }
    }

    void accuracy() {
        AccuracyChoice choice = new AccuracyChoice();
        ModelCard model = study.modelProperty().get();
        choice.modelProperty().set(model == null ? "" : model.path().toString());
        AccuracyForm.show(over, choice, files, () -> {
            MeasureChoices what = choice.operation();
            tasks.compute(
                    "Accuracy on " + what.tasks().getFileName(),
                    p -> operations.accuracy(what, p),
                    done -> tasks.tell(AccuracyForm.words(what, done)));
        });
    }

    void sensitivity() {
        Subject subject = study.subjectProperty().get();
        tasks.compute("Measure sensitivity", p -> operations.sensitivity(subject, p), done -> {
            // another study may have been opened since
            if (subject == study.subjectProperty().get()) {
                study.open(done);
            }
            tasks.tell("Measured how the loss of " + subject.name() + " answers to removal from each layer");
        });
    }

    void recurrence() {
        Subject subject = study.subjectProperty().get();
        tasks.compute("Recurrence in single texts", p -> operations.recurrence(subject, p), done -> {
            if (subject == study.subjectProperty().get()) {
                study.open(done);
            }
            tasks.tell("Looked for the networks of " + subject.name() + " in single texts");
        });
    }

    void fingerprint() {
        Subject subject = study.subjectProperty().get();
        files.folder("Folder of the other model, or study")
                .ifPresent(other -> tasks.compute(
                        "Fingerprint of " + other.getFileName(),
                        p -> operations.fingerprint(subject, other, p),
                        done -> {
                            if (subject == study.subjectProperty().get()) {
                                study.open(done);
                            }
                            tasks.tell("Set the networks of " + subject.name() + " against those of "
                                    + other.getFileName());
                        }));
    }

    /** @param told when a row was added to the study */
    void compare(Runnable told) {
        Subject subject = study.subjectProperty().get();
        tasks.read("Look for the text", p -> operations.measuredText(subject), text -> {
            CompareModel choice = new CompareModel();
            text.ifPresent(from -> choice.textProperty().set(from.words()));
            CompareForm.show(over, choice, 1 << 20, files, () -> compare(choice, told));
        });
    }

    private void compare(CompareModel choice, Runnable told) {
        Subject subject = study.subjectProperty().get();
        tasks.compute(
                "Compare methods",
                p -> operations.compare(
                        subject, choice::operation, row -> tasks.window().execute(told), p),
                rows -> tasks.tell("Compared " + rows + " settings, the dense model among them"));
    }

    /** Scores of rivals for the choice of the method. */
    MethodModel.Source scores() {
        return new MethodModel.Source() {
            @Override
            public void kept(Score method, Consumer<Ranking> found) {
                Subject subject = study.subjectProperty().get();
                tasks.read(
                        "Read the scores of " + method.title(),
                        p -> operations.kept(subject, method, p),
                        kept -> found.accept(kept.orElse(null)));
            }

            @Override
            public void compute(Score method, Consumer<Ranking> found, Runnable ended) {
                Subject subject = study.subjectProperty().get();
                tasks.compute("Score neurons by " + method.title(), p -> operations.rank(subject, method, p), found)
                        .onChange(job -> {
                            if (job.state().isFinal()) {
                                tasks.window().execute(ended);
                            }
                        });
            }
        };
    }

    void decompose() {
        ModelCard model = study.modelProperty().get();
        TextCard text = study.textProperty().get();
        DecomposeModel choice = new DecomposeModel();
        Path beside = text.files().first().toAbsolutePath().getParent();
        String leaf = model.name().replaceFirst("\\.gguf$", "") + "-study";
        choice.outProperty().set(ExportModel.free(beside, leaf).toString());
        DecomposeForm.show(over, choice, model, text, () -> files.folder("Folder for the study"), leaf, () -> {
            Path out = choice.folder();
            tasks.compute(
                    "Decompose " + model.name(),
                    p -> operations.decompose(model, text, choice.settings(), out, p),
                    done -> {
                        study.open(done);
                        tasks.tell("Decomposed " + model.name() + " into " + out);
                    });
        });
    }

    void export() {
        Subject subject = study.subjectProperty().get();
        var decided = cut.cut();
        var outcome = cut.outcome();
        ExportModel choice = new ExportModel();
        String leaf = String.format(
                Locale.ROOT,
                "%s-pruned-%.0f",
                subject.model().name().replaceFirst("\\.gguf$", ""),
                outcome.neuronsRemoved() * 100);
        Path home = Path.of(System.getProperty("user.home"));
        choice.outProperty().set(ExportModel.free(home, leaf).toString());
        ExportForm.show(over, choice, decided, outcome, () -> files.folder("Folder for the pruned model"), leaf, () -> {
            Destination to = choice.destination();
            tasks.compute("Export " + to.out().getFileName(), p -> operations.export(subject, decided, to, p), done -> {
                exported.accept(done.out());
                tasks.tell(String.format(
                        Locale.ROOT,
                        "Exported to %s: reloaded, logits within %.1e of the masked model",
                        done.out(),
                        done.maximumLogitDifference()));
                done.notices().forEach(tasks::tell);
            });
        });
    }

    void data() {
        Subject subject = study.subjectProperty().get();
        var plan = cut.outcome().plan();
        DataChoice choice = new DataChoice(subject.name(), Path.of(System.getProperty("user.home")));
        DataSheet.show(over, choice, subject, () -> files.newFile("Export data", choice.name()), () -> {
            WriteData what = choice.operation();
            tasks.read(
                    "Write " + what.out().getFileName(),
                    p -> operations.data(subject, what, plan, p),
                    done -> tasks.tell(
                            "Wrote " + DataSheet.name(what.kind()).toLowerCase(Locale.ROOT) + " to " + done.out()));
        });
    }

    void takeNetworks() {
        Subject subject = study.subjectProperty().get();
        files.table("Take labels, colours, notes, decisions and thresholds from a table")
                .ifPresent(table -> tasks.read(
                        "Take " + table.getFileName(), p -> operations.takeNetworks(subject, table, p), study::open));
    }

    void writeNetworks(NetworksModel networks) {
        List<NetworkFacts> rows = List.copyOf(networks.rows());
        files.newTable("Write the table of networks", "networks.csv")
                .ifPresent(table -> tasks.read(
                        "Write " + table.getFileName(),
                        p -> {
                            NetworkCsv.write(table, rows);
                            return table;
                        },
                        done -> tasks.tell("Wrote " + rows.size() + " networks to " + done)));
    }
}

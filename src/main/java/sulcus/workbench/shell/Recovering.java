package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import sulcus.figure.Theme;
import sulcus.study.RecoverModel;
import sulcus.workbench.study.StudyModel;
import sulcus.workbench.study.TextCard;
import sulcus.workbench.tasks.TasksModel;
import sulcus.workbench.view.Shown;

/** The training of pruned models from the window: asked for in a form, watched in a sheet. All on the window's thread. */
final class Recovering {
    private final Operations operations;
    private final FilePicker files;
    private final TasksModel tasks;
    private final StudyModel study;
    private final ModalPane over;
    private final ObservableValue<Theme> theme;
    private final Consumer<Shown> export;
    private final ReadOnlyObjectWrapper<RecoveryRun> run = new ReadOnlyObjectWrapper<>();
    /** Kept from form to form: what was cancelled goes on with the same values. */
    private final RecoverChoice choice = new RecoverChoice();

    /** @param export writes a figure */
    Recovering(
            Operations operations,
            FilePicker files,
            TasksModel tasks,
            StudyModel study,
            ModalPane over,
            ObservableValue<Theme> theme,
            Consumer<Shown> export) {
        this.operations = operations;
        this.files = files;
        this.tasks = tasks;
        this.study = study;
        this.over = over;
        this.theme = theme;
        this.export = export;
    }

    /** What was written is most likely what will be trained. */
    void exported(Path model) {
        choice.modelProperty().set(model.toString());
        choice.outProperty()
                .set(ExportModel.free(model.toAbsolutePath().getParent(), model.getFileName() + "-recovered")
                        .toString());
    }

    void ask() {
        TextCard text = study.textProperty().get();
        if (choice.textProperty().get().isEmpty() && text != null && text.files() != null) {
            choice.textProperty().set(text.files().words());
        }
        RecoverForm.show(over, choice, files, this::train);
    }

    private void train() {
        RecoverModel what = choice.operation();
        int minutes = choice.minutesProperty().get();
        RecoveryRun now = new RecoveryRun(
                what.out().getFileName().toString(),
                what.recovery().steps(),
                minutes == 0 ? null : Long.valueOf(System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes)));
        run.set(now);
        tasks.compute(
                        "Train " + now.name(),
                        p -> operations.recover(
                                what, point -> tasks.window().execute(() -> now.add(point)), now::enough, p),
                        done -> tasks.tell(String.format(
                                Locale.ROOT,
                                "Recovered into %s: validation %.4f nats a token before, %.4f after step %d",
                                done.exported().out(),
                                done.lossBefore(),
                                done.lossAfter(),
                                done.bestStep())))
                .onChange(job -> {
                    if (job.state().isFinal()) {
                        tasks.window().execute(now::ended);
                    }
                });
        watch();
    }

    /** Shows the curve of the last training. */
    void watch() {
        RecoverySheet.show(over, run.get(), theme, export);
    }

    /** The last training; null before the first. */
    ReadOnlyObjectProperty<RecoveryRun> runProperty() {
        return run.getReadOnlyProperty();
    }
}

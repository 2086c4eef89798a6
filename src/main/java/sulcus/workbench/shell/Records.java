package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.util.List;
import java.util.Optional;
import sulcus.figure.DrawFigure;
import sulcus.figure.WriteReport;
import sulcus.prune.NetworkId;
import sulcus.study.StudyScript;
import sulcus.workbench.mosaic.ReadOut;
import sulcus.workbench.study.StudyModel;
import sulcus.workbench.study.Subject;
import sulcus.workbench.tasks.TasksModel;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.ViewArea;

/** What is taken away from a study: the figure, the numbers and the command line of the view in front, history, report. */
record Records(
        FilePicker files, TasksModel tasks, StudyModel study, ViewArea views, Takeaways takeaways, ModalPane over) {
    private Optional<Shown> shown() {
        Shown shown = views.activeProperty().get().shown();
        if (shown == null) {
            tasks.tell("There is nothing to take yet in "
                    + views.activeProperty().get().title());
        }
        return Optional.ofNullable(shown);
    }

    void exportFigure() {
        shown().ifPresent(this::exportFigure);
    }

    void exportFigure(Shown figure) {
        FigureChoice choice = takeaways.choice(figure);
        FigureForm.show(
                over,
                figure,
                choice,
                () -> files.newFile(
                                "Write the figure",
                                figure.name() + choice.kindProperty().get().ending())
                        .ifPresent(file -> takeaways.write(figure, choice, file)));
    }

    void copyFigure() {
        shown().ifPresent(takeaways::copy);
    }

    void writeNumbers() {
        shown().ifPresent(figure -> files.newFile("Write the numbers", figure.name() + ".csv")
                .ifPresent(file -> takeaways.numbers(figure, file)));
    }

    /** The command line that draws what the view in front shows. */
    void copyCommand() {
        Subject subject = study.subjectProperty().get();
        if (shown().filter(figure -> figure.command() == null).isPresent()) {
            tasks.tell("No command line draws this: measure it with sulcus lesion, or take the figure as a file");
            return;
        }
        shown().ifPresent(figure -> takeaways.copy(
                StudyScript.figure(subject.study(), figure.command(), figure.name()), "the command line"));
    }

    void showHistory() {
        Subject subject = study.subjectProperty().get();
        tasks.read(
                "Read the history",
                p -> subject.study().history().steps(),
                steps -> HistorySheet.show(over, steps, this::copyScript));
    }

    /** The whole history as commands. */
    void copyScript() {
        Subject subject = study.subjectProperty().get();
        tasks.read(
                "Write the script",
                p -> StudyScript.of(subject.study()),
                script -> takeaways.copy(script, "the history as a script"));
    }

    /** @param network the one on the report's pages of one network */
    void writeReport(NetworkId network) {
        Subject subject = study.subjectProperty().get();
        files.newFile("Write the report", subject.name() + "-report.pdf")
                .ifPresent(file -> tasks.read(
                        "Write " + file.getFileName(),
                        p -> new WriteReport(List.of(DrawFigure.View.values()), network, file).run(subject.study(), p),
                        pages -> tasks.tell("Wrote a report of " + pages + " pages to " + file)));
    }

    /** @param known the read-out of the neuron that is spoken of; null for none */
    void copyReadOut(ReadOut known) {
        if (known != null) {
            takeaways.copy(known.tsv(), "the read-out");
        }
    }

    void showLog() {
        LogSheet.show(over, tasks.log(), takeaways::copy);
    }
}

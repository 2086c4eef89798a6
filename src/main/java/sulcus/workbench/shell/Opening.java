package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import sulcus.hub.Download;
import sulcus.model.LocalModel;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;
import sulcus.workbench.session.RecentFiles;
import sulcus.workbench.study.FileKind;
import sulcus.workbench.study.StudyModel;
import sulcus.workbench.study.TextCard;
import sulcus.workbench.tasks.TasksModel;

/** Studies, models and texts come into the window: by a dialog, from the list of the last ones, or dropped on it. */
final class Opening {
    private final Operations operations;
    private final FilePicker files;
    private final TasksModel tasks;
    private final StudyModel study;
    private final ModalPane over;
    private final RecentFiles recent = new RecentFiles();

    Opening(Operations operations, FilePicker files, TasksModel tasks, StudyModel study, ModalPane over) {
        this.operations = operations;
        this.files = files;
        this.tasks = tasks;
        this.study = study;
        this.over = over;
    }

    /** Opens whatever lies at a path: study, model or text. */
    void open(Path path) {
        try {
            FileKind kind = FileKind.of(path);
            Path place = kind.place(path);
            String name = "Open " + place.toAbsolutePath().getFileName();
            switch (kind) {
                case STUDY ->
                    tasks.read(name, p -> operations.openStudy(place, p), opened -> {
                        study.open(opened);
                        recent.opened(place);
                    });
                case MODEL -> model(place);
                case TEXT -> text(TextFiles.of(place));
            }
        } catch (Refusal e) {
            tasks.failed("Open", e);
        }
    }

    /** The calibration text for the next decomposition. */
    private void text(TextFiles files) {
        tasks.read("Open " + files.name(), p -> text(files, p), opened -> {
            study.openText(opened);
            files.places().forEach(recent::opened);
        });
    }

    private TextCard text(TextFiles files, Progress progress) {
        try {
            return operations.openText(files, progress);
        } catch (Refusal e) {
            // whoever opens a folder may have meant something else
            throw files.places().size() == 1 && Files.isDirectory(files.first())
                    ? new Refusal(e.getMessage() + "; nor is it a study (study.json) or a model (config.json)", e)
                    : e;
        }
    }

    private void model(Path place) {
        String name = "Open " + place.toAbsolutePath().getFileName();
        tasks.read(name, p -> operations.openModel(place, p), opened -> {
            study.openModel(opened);
            recent.opened(place);
        });
    }

    void openRecent() {
        RecentSheet.show(over, recent, this::open);
    }

    void openModel() {
        files.model().ifPresent(this::open);
    }

    /** A model that another program keeps on this machine. */
    void openLocal() {
        tasks.read(
                "Look for local models",
                p -> LocalModel.all(),
                found -> LocalModelsSheet.show(over, found, this::model));
    }

    /** A model of a hub: asked for by name, listed, and fetched after a yes. */
    void download() {
        DownloadChoice choice = new DownloadChoice(System.getenv());
        DownloadSheet.ask(over, choice, () -> {
            Supplier<Download> question = choice.question();
            tasks.read("List the files of " + choice.nameProperty().get(), p -> question.get(), this::confirm);
        });
    }

    private void confirm(Download download) {
        DownloadSheet.confirm(
                over,
                download,
                () -> tasks.read("Download " + download.listing().name(), download::run, this::model));
    }

    void openText() {
        List<Path> chosen = files.texts("Open calibration text");
        if (!chosen.isEmpty()) {
            text(new TextFiles(chosen));
        }
    }

    void openTexts() {
        files.folder("Open a folder of texts").ifPresent(folder -> text(TextFiles.of(folder)));
    }

    void openStudy() {
        files.folder("Open study").ifPresent(this::open);
    }

    /** Texts that come together are one; all else is opened one after another. */
    void open(List<Path> paths) {
        boolean texts = paths.size() > 1 && paths.stream().allMatch(Opening::isText);
        if (texts) {
            text(new TextFiles(paths.stream().sorted().toList()));
        } else {
            paths.forEach(this::open);
        }
    }

    private static boolean isText(Path path) {
        try {
            return FileKind.of(path) == FileKind.TEXT;
        } catch (Refusal e) {
            return false;
        }
    }

    /** What is dropped on this part of the window is opened. */
    void acceptDrops(Node on) {
        on.addEventHandler(DragEvent.DRAG_OVER, this::over);
        on.addEventHandler(DragEvent.DRAG_DROPPED, this::dropped);
    }

    private void over(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            e.acceptTransferModes(TransferMode.COPY);
            e.consume();
        }
    }

    private void dropped(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            open(e.getDragboard().getFiles().stream().map(File::toPath).toList());
            e.setDropCompleted(true);
            e.consume();
        }
    }

    RecentFiles recent() {
        return recent;
    }
}

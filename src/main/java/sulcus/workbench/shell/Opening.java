package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import sulcus.model.LocalModel;
import sulcus.task.Refusal;
import sulcus.workbench.session.RecentFiles;
import sulcus.workbench.study.FileKind;
import sulcus.workbench.study.StudyModel;
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
                case TEXT ->
                    tasks.read(name, p -> operations.openText(place, p), opened -> {
                        study.openText(opened);
                        recent.opened(place);
                    });
            }
        } catch (Refusal e) {
            tasks.failed("Open", e);
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

    void openText() {
        files.text("Open calibration text").ifPresent(this::open);
    }

    void openStudy() {
        files.folder("Open study").ifPresent(this::open);
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
            e.getDragboard().getFiles().forEach(file -> open(file.toPath()));
            e.setDropCompleted(true);
            e.consume();
        }
    }

    RecentFiles recent() {
        return recent;
    }
}

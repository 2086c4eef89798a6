package sulcus.workbench.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import org.kordamp.ikonli.feather.Feather;
import sulcus.figure.Zoom;
import sulcus.workbench.command.Command;
import sulcus.workbench.command.Undo;
import sulcus.workbench.mosaic.Overlay;
import sulcus.workbench.study.StudyModel;
import sulcus.workbench.theme.Look;

/** The one list of what the user may do. */
final class Commands {
    private Commands() {}

    static List<Command> of(Workbench w) {
        StudyModel study = w.study();
        Undo undo = w.undo();
        Opening opening = w.opening();
        StudyWork work = w.work();
        Records records = w.records();
        Panes panes = w.panes();
        BooleanBinding decomposable = study.modelProperty().isNotNull().and(textKnown(study));
        BooleanBinding open = study.subjectProperty().isNotNull();
        BooleanBinding exportable = Bindings.createBooleanBinding(
                () -> study.subjectProperty().get() != null
                        && study.subjectProperty().get().model() != null,
                study.subjectProperty());
        List<Command> all = new ArrayList<>(List.of(
                Command.of("model.open", "File", "Open model…", Feather.BOX, "Shortcut+O", opening::openModel)
                        .inToolbar("Model"),
                Command.of(
                        "model.local",
                        "File",
                        "Open local model…",
                        Feather.DATABASE,
                        "Shortcut+Alt+O",
                        opening::openLocal),
                Command.of("model.download", "File", "Download model…", Feather.DOWNLOAD, null, opening::download),
                Command.of(
                                "text.open",
                                "File",
                                "Open calibration text…",
                                Feather.FILE_TEXT,
                                "Shortcut+T",
                                opening::openText)
                        .inToolbar("Text"),
                Command.of("text.folder", "File", "Open folder of texts…", null, null, opening::openTexts),
                Command.of("study.open", "File", "Open study…", Feather.FOLDER, "Shortcut+Shift+O", opening::openStudy)
                        .inToolbar("Study"),
                Command.of("file.recent", "File", "Open recent…", Feather.CLOCK, "Shortcut+R", opening::openRecent)
                        .when(Bindings.isNotEmpty(w.recent().files())),
                Command.of("window.quit", "File", "Quit", null, "Shortcut+Q", Platform::exit)
                        .below(),
                Command.of("edit.undo", "Edit", "Undo", Feather.CORNER_UP_LEFT, "Shortcut+Z", undo::undo)
                        .named(name("Undo", undo.undoNameProperty()))
                        .when(undo.undoNameProperty().isNotEmpty())
                        .inToolbar(""),
                Command.of("edit.redo", "Edit", "Redo", Feather.CORNER_UP_RIGHT, "Shortcut+Shift+Z", undo::redo)
                        .named(name("Redo", undo.redoNameProperty()))
                        .when(undo.redoNameProperty().isNotEmpty())
                        .inToolbar(""),
                Command.of("study.decompose", "Study", "Decompose…", Feather.LAYERS, "Shortcut+D", work::decompose)
                        .when(decomposable)
                        .inToolbar("Decompose"),
                Command.of(
                                "study.export",
                                "Study",
                                "Export pruned model…",
                                Feather.SCISSORS,
                                "Shortcut+E",
                                work::export)
                        .when(exportable)
                        .inToolbar("Export"),
                Command.of(
                                "study.measure",
                                "Study",
                                "Measure perplexity on another text…",
                                Feather.ACTIVITY,
                                "Shortcut+M",
                                work::measureOnText)
                        .when(exportable),
                Command.of("study.accuracy", "Study", "Measure accuracy on items…", null, null, work::accuracy),
                Command.of(
                                "study.sensitivity",
                                "Study",
                                "Measure sensitivity of the layers",
                                null,
                                null,
                                work::sensitivity)
                        .when(exportable),
                Command.of(
                                "study.recurrence",
                                "Study",
                                "Measure recurrence in single texts",
                                null,
                                null,
                                work::recurrence)
                        .when(exportable),
                Command.of(
                                "study.fingerprint",
                                "Study",
                                "Compare networks with another model…",
                                null,
                                null,
                                work::fingerprint)
                        .when(exportable),
                Command.of("study.recover", "Study", "Recover a pruned model…", null, null, w.recovering()::ask),
                Command.of("study.recovery", "Study", "Show the training", null, null, w.recovering()::watch)
                        .when(w.recovering().runProperty().isNotNull()),
                Command.of("study.compare", "Study", "Compare methods…", null, null, w::compareMethods)
                        .when(exportable),
                Command.of(
                                "figure.export",
                                "Study",
                                "Export figure…",
                                Feather.IMAGE,
                                "Shortcut+Shift+E",
                                records::exportFigure)
                        .when(open),
                Command.of(
                                "edit.readout",
                                "Edit",
                                "Copy read-out",
                                null,
                                "Shortcut+C",
                                () -> records.copyReadOut(w.mosaic().readOut()))
                        .when(w.mosaic().readOutProperty().isNotEmpty())
                        .below(),
                Command.of("figure.copy", "Edit", "Copy figure", null, "Shortcut+Shift+C", records::copyFigure)
                        .when(open),
                Command.of("study.data", "Study", "Export data…", Feather.GRID, "Shortcut+Alt+E", work::data)
                        .when(open),
                Command.of("figure.numbers", "Study", "Write numbers as CSV…", null, null, records::writeNumbers)
                        .when(open),
                Command.of(
                                "study.report",
                                "Study",
                                "Write a report…",
                                Feather.BOOK_OPEN,
                                null,
                                () -> records.writeReport(
                                        w.selection().networkProperty().get()))
                        .when(open),
                Command.of("study.history", "Study", "History…", Feather.CLOCK, "Shortcut+H", records::showHistory)
                        .when(open),
                Command.of("study.script", "Edit", "Copy history as script", null, null, records::copyScript)
                        .when(open),
                Command.of("figure.command", "Edit", "Copy command line of this view", null, null, records::copyCommand)
                        .when(open)));
        all.addAll(ViewCommands.of(w.views(), open));
        all.addAll(List.of(
                Command.of("layout.explore", "View", "Layout: explore", null, "Alt+1", panes::explore)
                        .below(),
                Command.of("layout.compare", "View", "Layout: compare", null, "Alt+2", panes::compareSideBySide)
                        .when(open),
                Command.of("layout.figure", "View", "Layout: figure alone", null, "Alt+3", panes::figureAlone)
                        .when(open),
                overlay(w, "max", "Overlay: max |z|", "Alt+Z", new Overlay.Strongest())
                        .when(open)
                        .below(),
                overlay(w, "networks", "Overlay: networks", "Alt+N", new Overlay.Winners())
                        .when(open),
                Command.of("text.find", "View", "Find in the calibration text…", null, "Shortcut+F", w::findInText)
                        .when(open),
                Command.of("view.colours", "View", "Colours…", Feather.DROPLET, "Alt+C", w.mosaicPane()::chooseColours)
                        .when(open),
                Command.of(
                                "mosaic.larger",
                                "View",
                                "Mosaic larger",
                                Feather.ZOOM_IN,
                                "Shortcut+Plus",
                                () -> w.mosaicPane().view().zoomBy(1.25))
                        .when(open)
                        .below(),
                Command.of(
                                "mosaic.smaller",
                                "View",
                                "Mosaic smaller",
                                Feather.ZOOM_OUT,
                                "Shortcut+Minus",
                                () -> w.mosaicPane().view().zoomBy(0.8))
                        .when(open),
                Command.of(
                                "mosaic.whole",
                                "View",
                                "Mosaic whole",
                                Feather.MAXIMIZE,
                                "Shortcut+0",
                                () -> w.mosaic().zoomProperty().set(Zoom.WHOLE))
                        .when(open),
                Command.of(
                                "view.table",
                                "View",
                                "Table of networks",
                                Feather.LIST,
                                "Shortcut+Shift+N",
                                panes::toggleNetworks)
                        .when(open)
                        .below()
                        .inToolbar("Networks"),
                Command.of("view.look", "View", "Dark or light", Feather.SUN, "Shortcut+L", w.look()::toggle)
                        .below()
                        .inToolbar(""),
                look(w, Look.Choice.SYSTEM, "Look: as the system"),
                look(w, Look.Choice.DARK, "Look: dark"),
                look(w, Look.Choice.LIGHT, "Look: light"),
                Command.of("pane.next", "View", "Next pane", null, "F6", () -> panes.go(1))
                        .below(),
                Command.of("pane.back", "View", "Pane before", null, "Shift+F6", () -> panes.go(-1)),
                Command.of(
                        "help.palette", "Help", "Command palette", Feather.SEARCH, "Shortcut+Shift+P", w::showPalette),
                Command.of("help.keys", "Help", "Keyboard shortcuts", null, "F1", w::showShortcuts),
                Command.of("help.log", "Help", "Log of notices", null, "Shortcut+Shift+L", records::showLog)));
        return List.copyOf(all);
    }

    private static Command look(Workbench w, Look.Choice choice, String words) {
        return Command.of(
                "look." + choice.name().toLowerCase(Locale.ROOT),
                "View",
                words,
                null,
                null,
                () -> w.look().choiceProperty().set(choice));
    }

    private static Command overlay(Workbench w, String id, String words, String keys, Overlay overlay) {
        return Command.of(
                "view." + id,
                "View",
                words,
                null,
                keys,
                () -> w.mosaic().overlayProperty().set(overlay));
    }

    private static BooleanBinding textKnown(StudyModel study) {
        return Bindings.createBooleanBinding(
                () -> study.textProperty().get() != null
                        && study.textProperty().get().files() != null,
                study.textProperty());
    }

    private static StringBinding name(String verb, javafx.beans.value.ObservableStringValue what) {
        return Bindings.createStringBinding(() -> what.get().isEmpty() ? verb : verb + " " + what.get(), what);
    }
}

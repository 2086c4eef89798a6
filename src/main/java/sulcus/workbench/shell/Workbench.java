package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.controlsfx.control.StatusBar;
import sulcus.figure.DrawFigure;
import sulcus.figure.WriteReport;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkCsv;
import sulcus.study.NetworkFacts;
import sulcus.study.StudyDocument.NetworkNote;
import sulcus.study.StudyScript;
import sulcus.task.Lanes;
import sulcus.task.Refusal;
import sulcus.workbench.carpet.CarpetTab;
import sulcus.workbench.command.Command;
import sulcus.workbench.command.Undo;
import sulcus.workbench.compare.CompareTab;
import sulcus.workbench.connectivity.ConnectivityTab;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.layers.LayersTab;
import sulcus.workbench.mosaic.LayerPane;
import sulcus.workbench.mosaic.MosaicModel;
import sulcus.workbench.mosaic.MosaicPane;
import sulcus.workbench.mosaic.MosaicTab;
import sulcus.workbench.mosaic.ReadOut;
import sulcus.workbench.network.NetworkTab;
import sulcus.workbench.network.ProfileModel;
import sulcus.workbench.network.TextTab;
import sulcus.workbench.networks.NetworksModel;
import sulcus.workbench.networks.NetworksPane;
import sulcus.workbench.palette.Entry;
import sulcus.workbench.palette.Palette;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.preserve.MeasureModel;
import sulcus.workbench.preserve.PreservePane;
import sulcus.workbench.session.RecentFiles;
import sulcus.workbench.stack.StackTab;
import sulcus.workbench.study.FileKind;
import sulcus.workbench.study.ModelCard;
import sulcus.workbench.study.StudyModel;
import sulcus.workbench.study.StudyPane;
import sulcus.workbench.study.Subject;
import sulcus.workbench.study.TextCard;
import sulcus.workbench.tasks.NoticeStack;
import sulcus.workbench.tasks.TaskStrip;
import sulcus.workbench.tasks.TasksModel;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.Arrangement;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.ViewArea;

/** The window's content: the panes, the models behind them, and what the user may do. */
public final class Workbench {
    /** A scene smaller than this would clip text. */
    public static final double LEAST_WIDTH = 960;

    public static final double LEAST_HEIGHT = 640;

    private final Operations operations;
    private final FilePicker files;
    private final Look look;
    private final TasksModel tasks;
    private final Undo undo = new Undo();
    private final StudyModel study = new StudyModel();
    private final CutModel cut = new CutModel(undo);
    private final Selection selection = new Selection();
    private final FamilyModel families;
    private final MosaicModel mosaic;
    private final MeasureModel measure;
    private final PreservePane preserve;
    private final MosaicPane mosaicPane;
    private final TextTab text;
    private final ViewArea views;
    private final NetworksModel networks;
    private final NetworksPane networksPane;
    private final RecentFiles recent = new RecentFiles();
    private final SplitPane split = new SplitPane();
    private SplitPane left;
    private ScrollPane right;
    private final SplitPane centre = new SplitPane();
    private final ModalPane over = new ModalPane();
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("Sulcus");
    private final Takeaways takeaways;
    private final PaneCycle cycle = new PaneCycle(this::inOrder);
    private final List<Command> commands;
    private final StackPane root;

    /**
     * @param lanes threads for the work
     * @param window runs on the window's thread
     */
    public Workbench(Operations operations, FilePicker files, Look look, Lanes lanes, Executor window) {
        this.operations = operations;
        this.files = files;
        this.look = look;
        tasks = new TasksModel(lanes, window);
        takeaways = new Takeaways(tasks);
        families = new FamilyModel(
                undo,
                (of, height) -> lanes.reading().execute(() -> saving(() -> operations.keepFamilyCut(of, height))),
                lanes.timer(),
                lanes.reading(),
                window);
        mosaic = new MosaicModel(cut, selection, families, lanes.timer(), lanes.reading(), window);
        measure = new MeasureModel(
                cut, operations::measure, operations::measuredOn, lanes.timer(), lanes.engine(), window);
        preserve = new PreservePane(cut, measure, operations::measuredOn, look.themeProperty());
        // A form that comes in with a movement leaves its first picture behind in the corner.
        over.setInTransitionFactory(null);
        over.setOutTransitionFactory(null);
        networks = new NetworksModel(cut, mosaic, undo, this::keep, lanes.reading(), window);
        networksPane =
                new NetworksPane(networks, families, lanes.reading(), window, this::takeNetworks, this::writeNetworks);
        mosaicPane = new MosaicPane(mosaic, cut, look.themeProperty());
        ProfileModel profiles = new ProfileModel(selection, lanes.timer(), lanes.reading(), window);
        text = new TextTab(selection, profiles, look.themeProperty(), lanes.timer(), lanes.reading(), window);
        Welcome welcome = new Welcome();
        welcome.visibleProperty().bind(study.subjectProperty().isNull());
        views = new ViewArea(
                List.of(
                        new MosaicTab(mosaic, mosaicPane),
                        new StackTab(selection, mosaic, look.themeProperty(), lanes.timer(), lanes.reading(), window),
                        new NetworkTab(selection, profiles, networks, cut, mosaic, look.themeProperty()),
                        text,
                        new CarpetTab(
                                selection,
                                families,
                                profiles,
                                look.themeProperty(),
                                lanes.timer(),
                                lanes.reading(),
                                window),
                        new ConnectivityTab(
                                selection,
                                families,
                                cut,
                                this::openNetwork,
                                look.themeProperty(),
                                lanes.timer(),
                                lanes.reading(),
                                window),
                        new CompareTab(
                                cut,
                                measure,
                                operations::measuredOn,
                                look.themeProperty(),
                                lanes.timer(),
                                lanes.reading(),
                                window),
                        new LayersTab(selection, cut, look.themeProperty())),
                welcome,
                this::dress);
        commands = Commands.of(this);
        welcome.offer(commands);
        root = new StackPane(panes(), notices(), over);
        root.getStyleClass().add("workbench");
        study.subjectProperty().addListener((o, was, is) -> show(is));
        study.modelProperty().addListener((o, was, is) -> retitle());
        cut.restingProperty().addListener((o, was, is) -> {
            Subject subject = study.subjectProperty().get();
            if (is != null && subject != null) {
                tasks.lanes().reading().execute(() -> keep(subject, is));
            }
        });
        root.addEventHandler(DragEvent.DRAG_OVER, this::over);
        root.addEventHandler(DragEvent.DRAG_DROPPED, this::dropped);
    }

    private void keep(Subject subject, sulcus.workbench.preserve.Cut is) {
        saving(() -> operations.keep(subject, is));
    }

    private void keep(NetworkId network, NetworkNote note) {
        Subject subject = study.subjectProperty().get();
        families.paint(network, note.colour().isEmpty() ? null : java.awt.Color.decode(note.colour()));
        tasks.lanes().reading().execute(() -> saving(() -> operations.note(subject, network, note)));
    }

    private void saving(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            tasks.window().execute(() -> tasks.failed("Saving the study", e));
        }
    }

    private BorderPane panes() {
        ScrollPane facts = new ScrollPane(new StudyPane(study));
        facts.setFitToWidth(true);
        facts.getStyleClass().add("facts-scroll");
        facts.setMinHeight(80);
        left = new SplitPane(facts, new LayerPane(mosaic, cut, look.themeProperty(), this::enlarge));
        left.setOrientation(Orientation.VERTICAL);
        left.setDividerPositions(0.47);
        left.getStyleClass().add("left");
        left.setMinWidth(232);
        left.setPrefWidth(272);
        // in a low window it scrolls, so that it never pushes the menus and the status bar out
        right = new ScrollPane(preserve);
        right.setFitToWidth(true);
        right.setFitToHeight(true);
        right.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        right.getStyleClass().add("facts-scroll");
        right.setMinWidth(304);
        right.setPrefWidth(336);
        centre.setOrientation(Orientation.VERTICAL);
        centre.getItems().add(views);
        split.getItems().setAll(left, centre, right);
        SplitPane.setResizableWithParent(left, false);
        SplitPane.setResizableWithParent(right, false);
        split.setDividerPositions(272 / 1400.0, 1 - 336 / 1400.0);
        StatusBar status = new StatusBar();
        status.textProperty().bind(mosaic.readOutProperty());
        status.getRightItems().add(new TaskStrip(tasks));
        BorderPane panes = new BorderPane(split);
        panes.setTop(new Header(commands, operations, tasks));
        panes.setBottom(status);
        return panes;
    }

    private Region notices() {
        NoticeStack stack = new NoticeStack(tasks, takeaways::copy, this::showLog);
        StackPane.setAlignment(stack, Pos.BOTTOM_RIGHT);
        return stack;
    }

    /** Finds words in the calibration text. */
    void findInText() {
        views.bring("text");
        text.seek();
    }

    private void openNetwork() {
        views.bring("network");
    }

    private void enlarge(int layer) {
        views.bring("mosaic");
        mosaicPane.view().enlarge(layer);
    }

    private void show(Subject subject) {
        if (subject == null) {
            cut.close();
        } else {
            cut.open(subject);
        }
        families.open(subject);
        views.open(subject);
        preserve.open(subject);
        measure.open(subject);
        networks.show(List.of());
        if (subject != null) {
            tasks.read("List the networks", p -> operations.networks(subject, p), rows -> {
                if (subject == study.subjectProperty().get()) {
                    networks.show(rows);
                }
            });
        }
        retitle();
    }

    private void retitle() {
        Subject subject = study.subjectProperty().get();
        ModelCard model = study.modelProperty().get();
        String what = subject != null ? subject.name() : model != null ? model.name() : "";
        title.set(what.isEmpty() ? "Sulcus" : what + " – Sulcus");
    }

    /** Opens whatever lies at a path: study, model or text. */
    public void open(Path path) {
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
                case MODEL ->
                    tasks.read(name, p -> operations.openModel(place, p), opened -> {
                        study.openModel(opened);
                        recent.opened(place);
                    });
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

    void openRecent() {
        RecentSheet.show(over, recent, this::open);
    }

    void openModel() {
        files.model().ifPresent(this::open);
    }

    void openText() {
        files.text("Open calibration text").ifPresent(this::open);
    }

    void openStudy() {
        files.folder("Open study").ifPresent(this::open);
    }

    void measureOnText() {
        files.text("Measure perplexity on this text").ifPresent(path -> {
            operations.measureOn(path);
            measure.again();
        });
    }

    void decompose() {
        ModelCard model = study.modelProperty().get();
        TextCard text = study.textProperty().get();
        DecomposeModel choice = new DecomposeModel();
        Path beside = text.path().toAbsolutePath().getParent();
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
            Path out = choice.folder();
            tasks.compute(
                    "Export " + out.getFileName(),
                    p -> operations.export(
                            subject,
                            decided,
                            choice.layoutProperty().get(),
                            choice.typeProperty().get(),
                            out,
                            p),
                    done -> {
                        tasks.tell(String.format(
                                Locale.ROOT,
                                "Exported to %s: reloaded, logits within %.1e of the masked model",
                                done.out(),
                                done.maximumLogitDifference()));
                        done.notices().forEach(tasks::tell);
                    });
        });
    }

    /** All views in one half, the mosaic in front. */
    void explore() {
        sides(true);
        views.arrange(new Arrangement(List.of(), "mosaic", List.of(), null, List.of()));
    }

    /** The mosaic, and beside it the comparison. */
    void compareSideBySide() {
        sides(true);
        views.arrange(new Arrangement(List.of(), "mosaic", List.of("compare"), "compare", List.of()));
    }

    /** The view in front alone, as large as the window. */
    void figureAlone() {
        sides(false);
        String front = views.activeProperty().get().id();
        views.arrange(new Arrangement(List.of(), front, List.of(), null, List.of()));
    }

    boolean hasSides() {
        return split.getItems().contains(left);
    }

    /** Shows the panes left and right of the views, or hides them. */
    void sides(boolean shown) {
        if (shown == hasSides()) {
            return;
        }
        split.getItems().setAll(shown ? List.of(left, centre, right) : List.of(centre));
        if (shown) {
            split.setDividerPositions(272 / split.getWidth(), 1 - 336 / split.getWidth());
        }
    }

    /** Shows the table of networks below the mosaic, or takes it away. */
    void toggleNetworks() {
        if (!centre.getItems().remove(networksPane)) {
            centre.getItems().add(networksPane);
            centre.setDividerPositions(0.62);
            networksPane.table().requestFocus();
        }
    }

    private void takeNetworks() {
        Subject subject = study.subjectProperty().get();
        files.table("Take labels, colours, notes, decisions and thresholds from a table")
                .ifPresent(table -> tasks.read(
                        "Take " + table.getFileName(), p -> operations.takeNetworks(subject, table, p), study::open));
    }

    private void writeNetworks() {
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

    private java.util.Optional<Shown> shown() {
        Shown shown = views.activeProperty().get().shown();
        if (shown == null) {
            tasks.tell("There is nothing to take yet in "
                    + views.activeProperty().get().title());
        }
        return java.util.Optional.ofNullable(shown);
    }

    void exportFigure() {
        shown().ifPresent(figure -> {
            FigureChoice choice = takeaways.choice(figure);
            FigureForm.show(
                    over,
                    figure,
                    choice,
                    () -> files.newFile(
                                    "Write the figure",
                                    figure.name() + choice.kindProperty().get().ending())
                            .ifPresent(file -> takeaways.write(figure, choice, file)));
        });
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

    void writeReport() {
        Subject subject = study.subjectProperty().get();
        NetworkId network = selection.networkProperty().get();
        files.newFile("Write the report", subject.name() + "-report.pdf")
                .ifPresent(file -> tasks.read(
                        "Write " + file.getFileName(),
                        p -> new WriteReport(List.of(DrawFigure.View.values()), network, file).run(subject.study(), p),
                        pages -> tasks.tell("Wrote a report of " + pages + " pages to " + file)));
    }

    /** The read-out of the neuron that is spoken of. */
    void copyReadOut() {
        ReadOut known = mosaic.readOut();
        if (known != null) {
            takeaways.copy(known.tsv(), "the read-out");
        }
    }

    void showLog() {
        LogSheet.show(over, tasks.log(), takeaways::copy);
    }

    /** @param step 1 for the next pane, −1 for the one before */
    void goToPane(int step) {
        cycle.go(step);
    }

    private List<Node> inOrder() {
        List<Node> all = new ArrayList<>(left.getItems());
        all.addAll(views.halves());
        all.add(networksPane);
        all.add(right);
        return all;
    }

    void showPalette() {
        Palette.show(
                over,
                "What do you want to do?",
                "No command is called so",
                commands.stream().map(Entry::of).toList());
    }

    void showShortcuts() {
        ShortcutSheet.show(over, commands, views.views());
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

    /** A scene with this content, in the window's own look. */
    public Scene scene(double width, double height) {
        Scene scene = new Scene(root, width, height);
        look.dress(scene);
        return scene;
    }

    /** A view's own window has the same look and the same keys. */
    private void dress(Scene scene) {
        look.dress(scene);
        for (Command command : commands) {
            if (command.shortcut() != null) {
                scene.getAccelerators().put(command.shortcut(), command::run);
            }
        }
    }

    public Parent root() {
        return root;
    }

    /** For the window's frame. */
    public javafx.beans.property.ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    public CutModel cut() {
        return cut;
    }

    public Selection selection() {
        return selection;
    }

    public MosaicModel mosaic() {
        return mosaic;
    }

    public MosaicPane mosaicPane() {
        return mosaicPane;
    }

    public FamilyModel families() {
        return families;
    }

    public RecentFiles recent() {
        return recent;
    }

    public ViewArea views() {
        return views;
    }

    public NetworksModel networks() {
        return networks;
    }

    public NetworksPane networksPane() {
        return networksPane;
    }

    public MeasureModel measure() {
        return measure;
    }

    public StudyModel study() {
        return study;
    }

    public TasksModel tasks() {
        return tasks;
    }

    public Undo undo() {
        return undo;
    }

    Look look() {
        return look;
    }

    /** All that can be done, in the order of the menus. */
    public List<Command> commands() {
        return commands;
    }
}

package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.controlsfx.control.StatusBar;
import sulcus.prune.NetworkId;
import sulcus.study.StudyDocument.NetworkNote;
import sulcus.task.Lanes;
import sulcus.workbench.carpet.CarpetTab;
import sulcus.workbench.command.Command;
import sulcus.workbench.command.Undo;
import sulcus.workbench.compare.CompareTab;
import sulcus.workbench.connectivity.ConnectivityTab;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.fingerprint.FingerprintTab;
import sulcus.workbench.laboratory.LabModel;
import sulcus.workbench.laboratory.LabTab;
import sulcus.workbench.layers.LayersTab;
import sulcus.workbench.mosaic.LayerPane;
import sulcus.workbench.mosaic.MosaicModel;
import sulcus.workbench.mosaic.MosaicPane;
import sulcus.workbench.mosaic.MosaicTab;
import sulcus.workbench.network.NetworkTab;
import sulcus.workbench.network.ProfileModel;
import sulcus.workbench.network.TextTab;
import sulcus.workbench.networks.NetworksModel;
import sulcus.workbench.networks.NetworksPane;
import sulcus.workbench.palette.Entry;
import sulcus.workbench.palette.Palette;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.preserve.MeasureModel;
import sulcus.workbench.preserve.MethodModel;
import sulcus.workbench.preserve.PreservePane;
import sulcus.workbench.recurrence.RecurrenceTab;
import sulcus.workbench.sensitivity.SensitivityTab;
import sulcus.workbench.session.RecentFiles;
import sulcus.workbench.stack.StackTab;
import sulcus.workbench.study.ModelCard;
import sulcus.workbench.study.StudyModel;
import sulcus.workbench.study.StudyPane;
import sulcus.workbench.study.Subject;
import sulcus.workbench.tasks.NoticeStack;
import sulcus.workbench.tasks.TaskStrip;
import sulcus.workbench.tasks.TasksModel;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.View;
import sulcus.workbench.view.ViewArea;

/** The window's content: the panes, the models behind them, and what the user may do. */
public final class Workbench {
    /** A scene smaller than this would clip text. */
    public static final double LEAST_WIDTH = 960;

    public static final double LEAST_HEIGHT = 640;

    private final Operations operations;
    private final Look look;
    private final TasksModel tasks;
    private final Undo undo = new Undo();
    private final StudyModel study = new StudyModel();
    private final CutModel cut = new CutModel(undo);
    private final Selection selection = new Selection();
    private final FamilyModel families;
    private final MosaicModel mosaic;
    private final MeasureModel measure;
    private final MethodModel methods;
    private final PreservePane preserve;
    private final MosaicPane mosaicPane;
    private final TextTab text;
    private final ViewArea views;
    private final NetworksModel networks;
    private final NetworksPane networksPane;
    private final Opening opening;
    private final StudyWork work;
    private final Records records;
    private final Recovering recovering;
    private final Panes panes;
    private final ModalPane over = new ModalPane();
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("Sulcus");
    private final Takeaways takeaways;
    private final List<Command> commands;
    private final StackPane root;

    /**
     * @param lanes threads for the work
     * @param window runs on the window's thread
     */
    public Workbench(Operations operations, FilePicker files, Look look, Lanes lanes, Executor window) {
        this.operations = operations;
        this.look = look;
        tasks = new TasksModel(lanes, window);
        takeaways = new Takeaways(tasks);
        opening = new Opening(operations, files, tasks, study, over);
        families = new FamilyModel(
                undo,
                (of, height) -> lanes.reading().execute(() -> saving(() -> operations.keepFamilyCut(of, height))),
                lanes.timer(),
                lanes.reading(),
                window);
        mosaic = new MosaicModel(cut, selection, families, lanes.timer(), lanes.reading(), window);
        measure = new MeasureModel(
                cut,
                operations::measure,
                operations::measuredOn,
                lanes.timer(),
                lanes.reading(),
                lanes.engine(),
                window);
        // A form that comes in with a movement leaves its first picture behind in the corner.
        over.setInTransitionFactory(null);
        over.setOutTransitionFactory(null);
        work = new StudyWork(
                operations,
                files,
                tasks,
                study,
                cut,
                measure,
                over,
                path -> recovering().exported(path));
        methods = new MethodModel(cut, work.scores());
        preserve = new PreservePane(cut, methods, measure, operations::measuredOn, look.themeProperty());
        networks = new NetworksModel(cut, mosaic, undo, this::keep, lanes.reading(), window);
        networksPane = new NetworksPane(
                networks, families, lanes.reading(), window, work::takeNetworks, () -> work.writeNetworks(networks));
        mosaicPane = new MosaicPane(mosaic, cut, look.themeProperty());
        ProfileModel profiles = new ProfileModel(selection, lanes.timer(), lanes.reading(), window);
        text = new TextTab(
                selection, profiles, this::named, look.themeProperty(), lanes.timer(), lanes.reading(), window);
        Welcome welcome = new Welcome();
        welcome.visibleProperty().bind(study.subjectProperty().isNull());
        views = new ViewArea(views(profiles, lanes, window), welcome, this::dress);
        records = new Records(files, tasks, study, views, takeaways, over);
        recovering = new Recovering(operations, files, tasks, study, over, look.themeProperty(), records::exportFigure);
        panes = new Panes(
                new StudyPane(study),
                new LayerPane(mosaic, cut, look.themeProperty(), this::enlarge),
                views,
                networksPane,
                preserve);
        commands = Commands.of(this);
        welcome.offer(commands);
        root = new StackPane(frame(), notices(), over);
        root.getStyleClass().add("workbench");
        study.subjectProperty().addListener((o, was, is) -> show(is));
        study.modelProperty().addListener((o, was, is) -> retitle());
        cut.restingProperty().addListener((o, was, is) -> {
            Subject subject = study.subjectProperty().get();
            if (is != null && subject != null) {
                tasks.lanes().reading().execute(() -> keep(subject, is));
            }
        });
        opening.acceptDrops(root);
    }

    /** In the order of the tabs. */
    private List<View> views(ProfileModel profiles, Lanes lanes, Executor window) {
        return List.of(
                new MosaicTab(mosaic, mosaicPane),
                new StackTab(selection, mosaic, look.themeProperty(), lanes.timer(), lanes.reading(), window),
                new NetworkTab(selection, profiles, networks, cut, mosaic, look.themeProperty()),
                text,
                new CarpetTab(
                        selection, families, profiles, look.themeProperty(), lanes.timer(), lanes.reading(), window),
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
                        this::compareMethods,
                        look.themeProperty(),
                        lanes.timer(),
                        lanes.reading(),
                        window),
                new LayersTab(selection, cut, look.themeProperty()),
                new SensitivityTab(selection, look.themeProperty(), lanes.timer(), lanes.reading(), window),
                new RecurrenceTab(selection, look.themeProperty(), lanes.timer(), lanes.reading(), window),
                new FingerprintTab(selection, look.themeProperty(), lanes.timer(), lanes.reading(), window),
                new LabTab(
                        new LabModel(operations.experiments(), tasks, lanes.timer(), lanes.engine()),
                        selection,
                        families,
                        look.themeProperty()));
    }

    /** Asks what is to be compared; rows come into the view as they are measured. */
    void compareMethods() {
        work.compare(() -> compare().grown());
    }

    private CompareTab compare() {
        return (CompareTab) views.views().stream()
                .filter(view -> view.id().equals("compare"))
                .findFirst()
                .orElseThrow();
    }

    /** Finds words in the calibration text. */
    void findInText() {
        views.bring("text");
        text.seek();
    }

    private void openNetwork() {
        views.bring("network");
    }

    private String named(NetworkId id) {
        return study.subjectProperty().get().named(id, cut.cut().rules());
    }

    private void enlarge(int layer) {
        views.bring("mosaic");
        mosaicPane.view().enlarge(layer);
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

    private BorderPane frame() {
        StatusBar status = new StatusBar();
        status.textProperty().bind(mosaic.readOutProperty());
        status.getRightItems().add(new TaskStrip(tasks));
        BorderPane whole = new BorderPane(panes.node());
        whole.setTop(new Header(commands, operations, tasks));
        whole.setBottom(status);
        return whole;
    }

    private Region notices() {
        NoticeStack stack = new NoticeStack(tasks, takeaways::copy, records::showLog);
        StackPane.setAlignment(stack, Pos.BOTTOM_RIGHT);
        return stack;
    }

    private void show(Subject subject) {
        if (subject == null) {
            cut.close();
        } else {
            cut.open(subject);
        }
        families.open(subject);
        views.open(subject);
        methods.open(subject);
        preserve.open(subject);
        measure.open(null);
        networks.show(List.of());
        retitle();
        if (subject != null) {
            afterFirstPicture(() -> settle(subject));
        }
    }

    /** What the first picture does not need: the model is started for the perplexity, all maps are read for the table. */
    private void settle(Subject subject) {
        Scene scene = root.getScene();
        boolean closed =
                scene != null && scene.getWindow() != null && !scene.getWindow().isShowing();
        if (!closed && subject == study.subjectProperty().get()) {
            measure.open(subject);
            tasks.read("List the networks", p -> operations.networks(subject, p), rows -> {
                if (subject == study.subjectProperty().get()) {
                    networks.show(rows);
                }
            });
        }
    }

    /** On few cores work in the background holds the first picture up: it waits for the pulse in which that is drawn. */
    private void afterFirstPicture(Runnable work) {
        Scene scene = root.getScene();
        if (scene == null || scene.getWindow() == null || !scene.getWindow().isShowing()) {
            work.run();
            return;
        }
        Runnable[] once = new Runnable[1];
        once[0] = () -> {
            scene.removePostLayoutPulseListener(once[0]);
            tasks.window().execute(work);
        };
        scene.addPostLayoutPulseListener(once[0]);
        Platform.requestNextPulse();
    }

    private void retitle() {
        Subject subject = study.subjectProperty().get();
        ModelCard model = study.modelProperty().get();
        String what = subject != null ? subject.name() : model != null ? model.name() : "";
        title.set(what.isEmpty() ? "Sulcus" : what + " – Sulcus");
    }

    /** Opens whatever lies at a path: study, model or text. */
    public void open(Path path) {
        opening.open(path);
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
        return opening.recent();
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

    public MethodModel methods() {
        return methods;
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

    Opening opening() {
        return opening;
    }

    StudyWork work() {
        return work;
    }

    Recovering recovering() {
        return recovering;
    }

    Records records() {
        return records;
    }

    Panes panes() {
        return panes;
    }

    Look look() {
        return look;
    }

    /** All that can be done, in the order of the menus. */
    public List<Command> commands() {
        return commands;
    }
}

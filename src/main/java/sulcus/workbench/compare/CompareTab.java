package sulcus.workbench.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import sulcus.evaluate.Perplexity;
import sulcus.figure.CompareData;
import sulcus.figure.ComparePainter;
import sulcus.figure.CompareSight;
import sulcus.figure.CompareSight.Panel;
import sulcus.figure.Theme;
import sulcus.study.Comparison;
import sulcus.study.Comparison.Curve;
import sulcus.study.MeasuredText;
import sulcus.study.Overlap;
import sulcus.study.Study;
import sulcus.study.Tried;
import sulcus.task.NewestWins;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.preserve.MeasureModel;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.ReadTab;
import sulcus.workbench.view.Shown;

/**
 * Every setting that was measured, the present one among them as it moves; below, two of them side by side or what methods preserve
 * in common.
 */
public final class CompareTab extends ReadTab<CompareTab.Seen> {
    /**
     * What was read.
     *
     * @param texts all that anything was measured on
     * @param data of one of them; null where nothing was measured
     */
    record Seen(List<MeasuredText> texts, CompareData data) {}

    private final CutModel cut;
    private final MeasureModel measure;
    private final Supplier<String> text;
    private final SightMenu sight;
    private final ComboBox<MeasuredText> on = new ComboBox<>();
    private final ComboBox<Tried> a = choice("First setting");
    private final ComboBox<Tried> b = choice("Second setting");
    private final Label nameA = name("A");
    private final Label nameB = name("B");
    /** Measured in this session: a study that is only shown does not keep them. */
    private final List<Tried> session = new ArrayList<>();

    private MeasuredText chosen;
    private boolean filling;

    /**
     * @param text name of the text that was measured on last
     * @param compare asks what is to be compared
     */
    public CompareTab(
            CutModel cut,
            MeasureModel measure,
            Supplier<String> text,
            Runnable compare,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        super("compare", "Compare", theme, timer, reader, window);
        this.cut = cut;
        this.measure = measure;
        this.text = text;
        sight = new SightMenu(this::sighted);
        on.setAccessibleText("What was predicted");
        on.setConverter(Choices.named(MeasuredText::name));
        on.setPrefWidth(190);
        on.setMinWidth(100);
        on.managedProperty().bind(on.visibleProperty());
        on.setOnAction(e -> {
            if (!filling && on.getValue() != null) {
                chosen = on.getValue();
                ask();
            }
        });
        Button more = new Button("Compare methods…");
        more.setId("compare-methods");
        more.getStyleClass().add("small");
        more.setMinWidth(Region.USE_PREF_SIZE);
        more.setOnAction(e -> compare.run());
        lay(this::moved, this::pressed, nameA, a, nameB, b, on, sight, more);
        figure().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        for (ComboBox<Tried> box : List.of(a, b)) {
            box.setOnAction(e -> {
                if (!filling) {
                    ask();
                }
            });
        }
        sighted();
        cut.outcomeProperty().addListener((o, was, is) -> cutMoved());
        measure.denseProperty().addListener((o, was, is) -> ask());
        measure.prunedProperty().addListener((o, was, is) -> measured(is));
    }

    private static Label name(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("section-title");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static ComboBox<Tried> choice(String words) {
        ComboBox<Tried> box = new ComboBox<>();
        box.setAccessibleText(words);
        box.setPromptText("setting");
        box.setPrefWidth(150);
        box.setMinWidth(80);
        box.getStyleClass().add("small");
        box.setConverter(Choices.named(Tried::name));
        return box;
    }

    /** Another way to see what was read. */
    private void sighted() {
        boolean maps = sight.panel() == Panel.SETTINGS;
        for (Region of : List.of(nameA, a, nameB, b)) {
            of.setVisible(maps);
            of.setManaged(maps);
        }
        ask();
    }

    /** The marker moves at once; what methods have in common follows it. */
    private void cutMoved() {
        if (sight.panel() == Panel.OVERLAP) {
            ask();
        }
        show();
    }

    private void measured(Reading is) {
        if (subject() != null && subject().study() != null && is instanceof Reading.Measured(var perplexity)) {
            Tried now = setting(perplexity);
            session.removeIf(t -> t.method() == now.method()
                    && t.rules().equals(now.rules())
                    && t.compensating().equals(now.compensating())
                    && t.on().like(now.on()));
            session.add(now);
        }
        ask();
    }

    /** Rows were written into the study. */
    public void grown() {
        ask();
    }

    /** @param perplexity null while it is not known */
    private Tried setting(Perplexity perplexity) {
        return new Tried(
                cut.cut().method(),
                cut.cut().applied(),
                cut.cut().compensating(),
                cut.outcome().neuronsRemoved(),
                cut.outcome().parametersRemoved(),
                perplexity == null ? Double.NaN : perplexity.perplexity(),
                perplexity == null ? Double.NaN : perplexity.standardError(),
                perplexity == null
                        ? null
                        : new MeasuredText(text.get(), "", perplexity.window(), perplexity.windows()));
    }

    /** The setting of this moment; its perplexity counts where it was measured on what is shown. */
    private Tried now(MeasuredText shown) {
        Tried now = setting(measure.prunedProperty().get() instanceof Reading.Measured(var p) ? p : null);
        return now.on() == null || now.on().like(shown) ? now : setting(null);
    }

    @Override
    protected Question<Seen> question() {
        if (cut.outcome() == null) {
            return null;
        }
        List<Tried> more = List.copyOf(session);
        CompareSight seen = sight.sight();
        MeasuredText wanted = chosen;
        Tried first = a.getValue();
        Tried second = b.getValue();
        double removed = cut.outcome().neuronsRemoved();
        return (study, progress) -> read(study, more, seen, wanted, first, second, removed);
    }

    private static Seen read(
            Study study,
            List<Tried> more,
            CompareSight seen,
            MeasuredText wanted,
            Tried first,
            Tried second,
            double removed) {
        List<MeasuredText> texts = Comparison.texts(study, more);
        if (texts.isEmpty()) {
            return new Seen(texts, null);
        }
        MeasuredText shown = texts.stream()
                .filter(t -> wanted != null && t.like(wanted))
                .findFirst()
                .orElse(texts.getLast());
        Comparison comparison = Comparison.of(study, more, shown);
        CompareData data = CompareData.of(study, comparison, seen);
        List<Tried> settings = comparison.settings();
        return new Seen(
                texts,
                switch (seen.panel()) {
                    case NONE -> data;
                    case OVERLAP -> data.beside(Overlap.of(study, removed));
                    case SETTINGS ->
                        settings.size() < 2
                                ? data
                                : data.beside(CompareData.Maps.of(
                                        study,
                                        first != null && settings.contains(first) && !first.equals(second)
                                                ? first
                                                : settings.get(settings.size() - 2),
                                        second != null && settings.contains(second) ? second : settings.getLast()));
                });
    }

    /** What is drawn at this moment; null for nothing. */
    private CompareData drawn() {
        CompareData read = data() == null ? null : data().data();
        return read == null || cut.outcome() == null
                ? read
                : read.at(now(read.comparison().on()));
    }

    @Override
    protected void show() {
        CompareData now = drawn();
        fill();
        figure().show(now == null ? null : theme -> new ComparePainter(now, theme));
        if (now == null) {
            figure().setAccessibleText("Comparison: nothing was measured");
            words().setText(data() == null ? "" : "nothing was measured yet");
            return;
        }
        int points = now.comparison().curves().stream()
                .mapToInt(c -> c.points().size())
                .sum();
        words().setText(points == 1 ? "1 setting measured" : points + " settings measured");
        figure().setAccessibleText("Comparison of " + points + " measured settings: "
                + now.comparison().curves().stream().map(Curve::name).collect(Collectors.joining("; "))
                + (now.maps() == null
                        ? ""
                        : "; A: " + now.maps().a().name() + ", B: "
                                + now.maps().b().name())
                + (now.overlap() == null
                        ? ""
                        : "; what " + now.overlap().methods().size() + " methods preserve in common"));
    }

    private void fill() {
        Seen seen = data();
        filling = true;
        try {
            on.getItems().setAll(seen == null ? List.of() : seen.texts());
            on.setVisible(on.getItems().size() > 1);
            CompareData d = seen == null ? null : seen.data();
            on.setValue(d == null ? null : d.comparison().on());
            List<Tried> settings = d == null ? List.of() : d.comparison().settings();
            if (!a.getItems().equals(settings)) {
                a.getItems().setAll(settings);
                b.getItems().setAll(settings);
            }
            a.setValue(d == null || d.maps() == null ? null : d.maps().a());
            b.setValue(d == null || d.maps() == null ? null : d.maps().b());
        } finally {
            filling = false;
        }
    }

    private ComparePainter painter() {
        CompareData now = drawn();
        return now == null ? null : new ComparePainter(now, figure().themed());
    }

    private void moved(MouseEvent e) {
        ComparePainter painter = painter();
        ComparePainter.Spot spot =
                painter == null ? null : painter.spotAt(e.getX(), e.getY(), figure().getWidth(), figure().getHeight());
        if (spot != null) {
            words().setText(String.format(
                    Locale.ROOT,
                    "%s: %.1f %% of %s removed, perplexity %.4g%s%s",
                    spot.curve().name(),
                    100
                            * (sight.sight().parameters()
                                    ? spot.point().parametersRemoved()
                                    : spot.point().neuronsRemoved()),
                    sight.sight().what(),
                    spot.point().perplexity(),
                    Double.isFinite(spot.point().error())
                            ? String.format(Locale.ROOT, " ± %.2g", spot.point().error())
                            : "",
                    spot.point().seeds() > 1 ? ", " + spot.point().seeds() + " seeds" : ""));
        }
    }

    /** A click on a name in the legend hides its curve or shows it again; on a point it takes the setting as A, with Shift as B. */
    private void pressed(MouseEvent e) {
        figure().requestFocus();
        ComparePainter painter = painter();
        if (painter == null) {
            return;
        }
        double width = figure().getWidth();
        double height = figure().getHeight();
        Curve curve = painter.legendAt(e.getX(), e.getY(), width, height);
        ComparePainter.Spot spot = painter.spotAt(e.getX(), e.getY(), width, height);
        if (spot != null) {
            drawn().comparison().settings().stream()
                    .filter(t -> t.perplexity() == spot.point().perplexity()
                            && t.neuronsRemoved() == spot.point().neuronsRemoved())
                    .findFirst()
                    .ifPresent(t -> {
                        (e.isShiftDown() ? b : a).setValue(t);
                        sight.show(Panel.SETTINGS);
                    });
        } else if (curve != null) {
            toggle(curve.name());
        }
    }

    private void toggle(String name) {
        Set<String> hidden = new HashSet<>(sight.sight().hidden());
        if (!hidden.remove(name)) {
            hidden.add(name);
        }
        sight.hide(hidden);
    }

    private void key(KeyEvent e) {
        switch (e.getCode()) {
            case LEFT -> step(a, -1);
            case RIGHT -> step(a, 1);
            case UP -> step(b, -1);
            case DOWN -> step(b, 1);
            default -> {
                if (!e.getCode().isDigitKey() || e.isShortcutDown() || drawn() == null) {
                    return;
                }
                int which = (e.getCode().getChar().charAt(0) - '0' + 9) % 10;
                List<Curve> curves = drawn().comparison().curves();
                if (which < curves.size()) {
                    toggle(curves.get(which).name());
                }
            }
        }
        e.consume();
    }

    private void step(ComboBox<Tried> box, int by) {
        int now = box.getSelectionModel().getSelectedIndex();
        if (!box.getItems().isEmpty()) {
            box.getSelectionModel()
                    .select(Math.clamp(now + by, 0, box.getItems().size() - 1));
        }
    }

    @Override
    public List<Hint> keys() {
        return List.of(
                new Hint("Step the first setting; the second", "← →; ↑ ↓"),
                new Hint("Hide or show a curve, by its place in the legend", "1 … 9, 0"));
    }

    @Override
    public void open(Subject next) {
        session.clear();
        chosen = null;
        sight.hide(Set.of());
        super.open(next);
    }

    @Override
    public Shown shown() {
        CompareData now = drawn();
        return now == null
                ? null
                : new Shown(
                        now.title(),
                        "compare",
                        theme -> new ComparePainter(now, theme),
                        now.heightOverWidth(),
                        () -> CompareNumbers.of(now),
                        "--view compare" + sight.options(now.comparison().on()));
    }
}

package sulcus.workbench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import sulcus.figure.CompareData;
import sulcus.figure.ComparePainter;
import sulcus.figure.Theme;
import sulcus.study.MeasuredOn;
import sulcus.study.MeasuredText;
import sulcus.study.Tried;
import sulcus.task.NewestWins;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.preserve.MeasureModel;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.ReadTab;
import sulcus.workbench.view.Shown;

/** Every setting that was measured, the present one among them, and two of them side by side. */
public final class CompareTab extends ReadTab<CompareData> {
    private final CutModel cut;
    private final MeasureModel measure;
    private final Supplier<String> text;
    private final ComboBox<Tried> a = choice("First setting");
    private final ComboBox<Tried> b = choice("Second setting");
    private final List<Tried> tried = new ArrayList<>();
    private boolean filling;

    /** @param text name of the text that was measured on last */
    public CompareTab(
            CutModel cut,
            MeasureModel measure,
            Supplier<String> text,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        super("compare", "Compare", theme, timer, reader, window);
        this.cut = cut;
        this.measure = measure;
        this.text = text;
        lay(this::moved, this::pressed, name("A"), a, name("B"), b);
        figure().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        for (ComboBox<Tried> box : List.of(a, b)) {
            box.setOnAction(e -> {
                if (!filling) {
                    ask();
                }
            });
        }
        cut.outcomeProperty().addListener((o, was, is) -> ask());
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
        box.setPrefWidth(200);
        box.setMinWidth(120);
        box.getStyleClass().add("small");
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(Tried t) {
                return t == null ? "" : t.name();
            }

            @Override
            public Tried fromString(String words) {
                return null;
            }
        });
        return box;
    }

    private void measured(Reading is) {
        if (subject() != null && subject().study() != null && is instanceof Reading.Measured(var perplexity)) {
            Tried now = now(perplexity.perplexity());
            tried.removeIf(t -> t.method() == now.method()
                    && t.rules().equals(now.rules())
                    && t.compensating().equals(now.compensating()));
            tried.add(now);
            fill();
        }
        ask();
    }

    private Tried now(double perplexity) {
        return new Tried(
                cut.cut().method(),
                cut.cut().applied(),
                cut.cut().compensating(),
                cut.outcome().neuronsRemoved(),
                cut.outcome().parametersRemoved(),
                perplexity,
                Double.NaN,
                new MeasuredText(text.get(), "", 0, 0));
    }

    private void fill() {
        filling = true;
        try {
            Tried first = a.getValue();
            Tried second = b.getValue();
            a.getItems().setAll(tried);
            b.getItems().setAll(tried);
            // the last two, until others are chosen
            int n = tried.size();
            a.setValue(tried.contains(first) && first != second ? first : n < 2 ? null : tried.get(n - 2));
            b.setValue(n < 2 ? null : tried.get(n - 1));
        } finally {
            filling = false;
        }
    }

    @Override
    protected Question<CompareData> question() {
        if (cut.outcome() == null) {
            return null;
        }
        double dense = measure.denseProperty().get() instanceof Reading.Measured(var p) ? p.perplexity() : Double.NaN;
        double pruned = measure.prunedProperty().get() instanceof Reading.Measured(var p) ? p.perplexity() : Double.NaN;
        String title = "Perplexity" + (text.get().isEmpty() ? "" : " on " + text.get()) + " by parameters removed";
        List<Tried> all = List.copyOf(tried);
        Tried now = now(pruned);
        Tried first = a.getValue();
        Tried second = b.getValue();
        String on = text.get();
        return (study, progress) ->
                CompareData.of(study, title, MeasuredOn.last(study, on), all, dense, now, first, second);
    }

    @Override
    protected void show() {
        CompareData now = data();
        figure().show(now == null ? null : theme -> new ComparePainter(now, theme));
        figure().setAccessibleText(
                        now == null
                                ? "Comparison: nothing is open"
                                : "Comparison of " + now.tried().size() + " measured settings"
                                        + (now.a() == null
                                                ? ""
                                                : "; A: " + now.a().name() + ", B: "
                                                        + now.b().name()));
        words().setText(tried.size() == 1 ? "1 setting measured" : tried.size() + " settings measured");
    }

    private int at(MouseEvent e) {
        return data() == null
                ? -1
                : new ComparePainter(data(), figure().themed())
                        .settingAt(e.getX(), e.getY(), figure().getWidth(), figure().getHeight());
    }

    private void moved(MouseEvent e) {
        int i = at(e);
        if (i >= 0) {
            Tried t = data().tried().get(i);
            words().setText(String.format(
                    Locale.ROOT,
                    "%s: %.1f %% of parameters removed, perplexity %.4g",
                    t.name(),
                    100 * t.parametersRemoved(),
                    t.perplexity()));
        }
    }

    /** A click takes a setting as A, with Shift as B. */
    private void pressed(MouseEvent e) {
        figure().requestFocus();
        int i = at(e);
        if (i >= 0) {
            (e.isShiftDown() ? b : a).setValue(data().tried().get(i));
        }
    }

    private void key(KeyEvent e) {
        switch (e.getCode()) {
            case LEFT -> step(a, -1);
            case RIGHT -> step(a, 1);
            case UP -> step(b, -1);
            case DOWN -> step(b, 1);
            default -> {
                return;
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
        return List.of(new Hint("Step the first setting; the second", "← →; ↑ ↓"));
    }

    @Override
    public void open(Subject next) {
        tried.clear();
        if (next != null && next.study() != null) {
            tried.addAll(Tried.all(next.study()));
        }
        fill();
        super.open(next);
    }

    @Override
    public Shown shown() {
        CompareData now = data();
        return now == null
                ? null
                : new Shown(
                        now.title(),
                        "compare",
                        theme -> new ComparePainter(now, theme),
                        now.mapA() == null ? 0.55 : 0.9,
                        () -> numbers(now),
                        "--view compare");
    }

    private static List<List<String>> numbers(CompareData d) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("setting", "compensation", "neurons removed", "parameters removed", "perplexity", "text"));
        rows.add(List.of("dense", "none", "0", "0", Double.toString(d.dense()), d.note()));
        for (Tried t : d.tried()) {
            rows.add(List.of(
                    t.name(),
                    t.compensating().words(),
                    Double.toString(t.neuronsRemoved()),
                    Double.toString(t.parametersRemoved()),
                    Double.toString(t.perplexity()),
                    t.text()));
        }
        return rows;
    }
}

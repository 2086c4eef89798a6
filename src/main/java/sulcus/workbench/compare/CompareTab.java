package sulcus.workbench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import sulcus.figure.CompareData;
import sulcus.figure.ComparePainter;
import sulcus.figure.Theme;
import sulcus.study.Tried;
import sulcus.task.NewestWins;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.preserve.MeasureModel;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.View;

/** Every setting that was measured, the present one among them, and two of them side by side. */
public final class CompareTab implements View {
    private final CutModel cut;
    private final MeasureModel measure;
    private final Supplier<String> text;
    private final NewestWins<Question, CompareData> reading;
    private final VBox pane = new VBox();
    private final FigureView figure;
    private final ComboBox<Tried> a = choice("First setting");
    private final ComboBox<Tried> b = choice("Second setting");
    private final Label words = new Label();
    private final List<Tried> tried = new ArrayList<>();
    private Subject subject;
    private boolean showing;
    private CompareData data;
    private boolean filling;

    private record Question(
            Subject subject, String title, List<Tried> tried, double dense, Tried now, Tried a, Tried b) {}

    /** @param text name of the text that was measured on last */
    public CompareTab(
            CutModel cut,
            MeasureModel measure,
            Supplier<String> text,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        this.cut = cut;
        this.measure = measure;
        this.text = text;
        figure = new FigureView(theme);
        figure.setId("compare");
        reading = new NewestWins<>(
                (q, progress) ->
                        CompareData.of(q.subject().study(), q.title(), q.tried(), q.dense(), q.now(), q.a(), q.b()),
                0,
                timer,
                reader,
                window,
                new NewestWins.Listener<>() {
                    @Override
                    public void answered(Question question, CompareData answer) {
                        data = answer;
                        show();
                    }

                    @Override
                    public void failed(Question question, Throwable failure) {
                        words.setText(String.valueOf(failure.getMessage()));
                    }
                });
        words.getStyleClass().add("mosaic-words");
        words.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox header = new HBox(8, words, space, name("A"), a, name("B"), b);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("pane-header");
        VBox.setVgrow(figure, Priority.ALWAYS);
        pane.getStyleClass().add("view-pane");
        pane.getChildren().addAll(header, figure);
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
        figure.addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
        figure.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
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
        if (subject != null && subject.study() != null && is instanceof Reading.Measured(var perplexity)) {
            Tried now = now(perplexity.perplexity());
            tried.removeIf(t -> t.rules().equals(now.rules()) && t.compensation() == now.compensation());
            tried.add(now);
            fill();
        }
        ask();
    }

    private Tried now(double perplexity) {
        return new Tried(
                cut.cut().rules(),
                cut.cut().compensation(),
                cut.outcome().neuronsRemoved(),
                cut.outcome().parametersRemoved(),
                perplexity,
                text.get());
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
    public void showing(boolean now) {
        showing = now;
        if (now) {
            ask();
            figure.redraw();
        }
    }

    private void ask() {
        if (!showing) {
            return;
        }
        if (subject == null || subject.study() == null || cut.outcome() == null) {
            return;
        }
        double dense = measure.denseProperty().get() instanceof Reading.Measured(var p) ? p.perplexity() : Double.NaN;
        double pruned = measure.prunedProperty().get() instanceof Reading.Measured(var p) ? p.perplexity() : Double.NaN;
        String on = text.get().isEmpty() ? "" : " on " + text.get();
        reading.ask(new Question(
                subject,
                "Perplexity" + on + " by parameters removed",
                List.copyOf(tried),
                dense,
                now(pruned),
                a.getValue(),
                b.getValue()));
    }

    private void show() {
        CompareData now = data;
        figure.show(now == null ? null : theme -> new ComparePainter(now, theme));
        figure.setAccessibleText(
                now == null
                        ? "Comparison: nothing is open"
                        : "Comparison of " + now.tried().size() + " measured settings");
        words.setText(tried.size() == 1 ? "1 setting measured" : tried.size() + " settings measured");
    }

    private int at(MouseEvent e) {
        return data == null
                ? -1
                : new ComparePainter(data, figure.themed())
                        .settingAt(e.getX(), e.getY(), figure.getWidth(), figure.getHeight());
    }

    private void moved(MouseEvent e) {
        int i = at(e);
        if (i >= 0) {
            Tried t = data.tried().get(i);
            words.setText(String.format(
                    Locale.ROOT,
                    "%s: %.1f %% of parameters removed, perplexity %.4g",
                    t.name(),
                    100 * t.parametersRemoved(),
                    t.perplexity()));
        }
    }

    /** A click takes a setting as A, with Shift as B. */
    private void pressed(MouseEvent e) {
        figure.requestFocus();
        int i = at(e);
        if (i >= 0) {
            (e.isShiftDown() ? b : a).setValue(data.tried().get(i));
        }
    }

    @Override
    public String id() {
        return "compare";
    }

    @Override
    public String title() {
        return "Compare";
    }

    @Override
    public Region node() {
        return pane;
    }

    @Override
    public void open(Subject next) {
        reading.withdraw();
        subject = next;
        data = null;
        tried.clear();
        if (next != null && next.study() != null) {
            tried.addAll(Tried.all(next.study()));
        }
        fill();
        ask();
        show();
    }

    @Override
    public Shown shown() {
        CompareData now = data;
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
        rows.add(List.of("dense", "none", "0", "0", Double.toString(d.dense()), ""));
        for (Tried t : d.tried()) {
            rows.add(List.of(
                    t.name(),
                    t.compensation().label(),
                    Double.toString(t.neuronsRemoved()),
                    Double.toString(t.parametersRemoved()),
                    Double.toString(t.perplexity()),
                    t.text()));
        }
        return rows;
    }
}

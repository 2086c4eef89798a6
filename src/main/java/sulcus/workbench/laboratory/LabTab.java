package sulcus.workbench.laboratory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import sulcus.figure.DosePainter;
import sulcus.figure.EffectsPainter;
import sulcus.figure.Figure;
import sulcus.figure.Theme;
import sulcus.figure.TrialPainter;
import sulcus.figure.UnlearningPainter;
import sulcus.study.lab.DoseResponse;
import sulcus.study.lab.Lesion;
import sulcus.study.lab.Trial;
import sulcus.study.lab.Unlearn;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.laboratory.LabModel.Measured;
import sulcus.workbench.study.Subject;
import sulcus.workbench.theme.Bubble;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.View;

/**
 * The laboratory: what is done to the running model on top, below it what the model says untouched, with it, and with as many random
 * neurons, and what that does to the loss on each kind of text.
 */
public final class LabTab implements View {
    private final LabModel model;
    private final VBox pane = new VBox();
    private final FigureView next;
    private final FigureView lower;
    private final TextArea[] texts = {text("untouched"), text("with interventions"), text("as many at random")};
    private final MenuButton unlearn = new MenuButton("Unlearn…");

    public LabTab(LabModel model, Selection selection, FamilyModel families, ObservableValue<Theme> theme) {
        this.model = model;
        next = new FigureView(theme);
        next.setId("lab-next");
        lower = new FigureView(theme);
        lower.setId("lab-measured");
        pane.getStyleClass().addAll("view-pane", "laboratory");
        TextField prompt = new TextField();
        prompt.setId("lab-prompt");
        prompt.setPromptText("Prompt: what the model is to go on with");
        prompt.setAccessibleText("Prompt");
        prompt.textProperty().bindBidirectional(model.promptProperty());
        prompt.setOnAction(e -> model.run());
        HBox.setHgrow(prompt, Priority.ALWAYS);
        Button run = new Button("Run");
        run.setId("lab-run");
        run.getStyleClass().addAll("small", "accent");
        run.disableProperty().bind(model.promptProperty().isEmpty());
        run.setOnAction(e -> model.run());
        run.setTooltip(new Tooltip("Runs the model; from then on it runs again at every change"));
        Label says = new Label();
        says.getStyleClass().add("hint");
        says.textProperty().bind(model.saysProperty());
        HBox ask = new HBox(8, prompt, run, says);
        ask.setAlignment(Pos.CENTER_LEFT);
        HBox three = new HBox(8);
        for (int i = 0; i < texts.length; i++) {
            Label name = new Label(texts[i].getId().substring(4).replace('-', ' '));
            name.getStyleClass().add("field-name");
            name.setLabelFor(texts[i]);
            VBox column = new VBox(4, name, texts[i]);
            VBox.setVgrow(texts[i], Priority.ALWAYS);
            HBox.setHgrow(column, Priority.ALWAYS);
            column.setPrefWidth(10);
            three.getChildren().add(column);
        }
        three.getStyleClass().add("said");
        SplitPane said = new SplitPane(next, three);
        said.setDividerPositions(0.36);
        VBox below = new VBox(measures(), lower);
        VBox.setVgrow(lower, Priority.ALWAYS);
        SplitPane halves = new SplitPane(said, below);
        halves.setOrientation(Orientation.VERTICAL);
        halves.setDividerPositions(0.5);
        VBox.setVgrow(halves, Priority.ALWAYS);
        VBox top = new VBox(8, new InterventionBar(model, selection, families), ask);
        top.getStyleClass().add("pane-header");
        pane.getChildren().addAll(top, halves);
        model.trialProperty().addListener((o, was, is) -> show(is));
        model.measuredProperty().addListener((o, was, is) -> show(is));
        show(model.trialProperty().get());
        show(model.measuredProperty().get());
    }

    private static TextArea text(String name) {
        TextArea area = new TextArea();
        area.setId("lab-" + name.replace(' ', '-'));
        area.setEditable(false);
        area.setWrapText(true);
        area.setAccessibleText("What the model says, " + name);
        area.setMinHeight(40);
        area.setPrefRowCount(4);
        return area;
    }

    private HBox measures() {
        BooleanBinding nothing = Bindings.isEmpty(model.items());
        Button losses = button("lab-losses", "Losses by kind", "What it adds to the loss on each kind of text");
        losses.setOnAction(e -> model.measure());
        losses.disableProperty().bind(nothing);
        Button curve = button(
                "lab-curve",
                "Dose curve",
                "The same over the number of networks, or over the gain of what is scaled; what is cancelled goes on later");
        curve.setOnAction(e -> model.curve());
        curve.disableProperty().bind(nothing);
        unlearn.setId("lab-unlearn");
        unlearn.getStyleClass().add("small");
        unlearn.setTooltip(
                new Tooltip(
                        "Silence step by step the neurons that serve one kind of text alone, and measure the others after each step"));
        Button amounts =
                button("lab-amounts", "Amounts…", "How many texts, tokens, random draws and steps are measured with");
        amounts.setOnAction(e ->
                new Bubble(new AmountsPane(model.amountsProperty()), PopOver.ArrowLocation.TOP_RIGHT).show(amounts));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(8, losses, curve, unlearn, space, amounts);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("pane-header");
        return row;
    }

    private static Button button(String id, String words, String tip) {
        Button button = new Button(words);
        button.setId(id);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(tip));
        return button;
    }

    private void show(Trial trial) {
        next.show(trial == null ? null : theme -> new TrialPainter(trial, theme));
        next.setAccessibleText(trial == null ? "Next token: the model was not run yet" : words(trial));
        Trial.Side[] sides =
                trial == null ? new Trial.Side[3] : new Trial.Side[] {trial.untouched(), trial.with(), trial.random()};
        for (int i = 0; i < texts.length; i++) {
            texts[i].setText(sides[i] == null ? "" : sides[i].text());
        }
    }

    private static String words(Trial t) {
        StringBuilder words = new StringBuilder("Next token, untouched and with interventions");
        for (int i = 0; i < Math.min(3, t.tokens().size()); i++) {
            words.append(String.format(
                    Locale.ROOT,
                    "; %s %.1f %% and %.1f %%",
                    t.tokens().get(i).strip(),
                    100 * t.untouched().probabilities()[i],
                    100 * t.with().probabilities()[i]));
        }
        return words.toString();
    }

    private static Figure figure(Measured measured, Theme theme) {
        return switch (measured) {
            case Measured.Effects(String title, Lesion.Effects effects) ->
                new EffectsPainter(title + " · " + effects.neurons() + " neurons", effects.kinds(), theme);
            case Measured.Curve(String title, Path file, List<DoseResponse.Point> points) ->
                new DosePainter(title, points, theme);
            case Measured.Trajectory(String title, Path file, List<Unlearn.Step> steps) ->
                new UnlearningPainter(title, steps, theme);
        };
    }

    private void show(Measured measured) {
        lower.show(measured == null ? null : theme -> figure(measured, theme));
        lower.setAccessibleText(
                measured == null
                        ? "Losses: nothing was measured yet"
                        : String.join(
                                "; ",
                                numbers(measured).stream()
                                        .skip(1)
                                        .limit(12)
                                        .map(row -> String.join(" ", row))
                                        .toList()));
    }

    private static List<List<String>> numbers(Measured measured) {
        List<List<String>> rows = new ArrayList<>();
        switch (measured) {
            case Measured.Effects(String title, Lesion.Effects effects) -> {
                rows.add(List.of("kind", "added", "at random"));
                effects.kinds().forEach(e -> rows.add(row(e)));
            }
            case Measured.Curve(String title, Path file, List<DoseResponse.Point> points) -> {
                rows.add(List.of("dose", "kind", "added", "at random"));
                for (DoseResponse.Point p : points) {
                    for (Lesion.Effect e : p.kinds()) {
                        List<String> row = new ArrayList<>(List.of(Double.toString(p.dose())));
                        row.addAll(row(e));
                        rows.add(row);
                    }
                }
            }
            case Measured.Trajectory(String title, Path file, List<Unlearn.Step> steps) -> {
                rows.add(List.of("step", "neurons", "kind", "perplexity"));
                for (Unlearn.Step s : steps) {
                    Unlearn.perplexities(s.loss())
                            .forEach((kind, perplexity) -> rows.add(List.of(
                                    Integer.toString(s.step()),
                                    Integer.toString(s.neurons()),
                                    kind,
                                    Double.toString(perplexity))));
                }
            }
        }
        return rows;
    }

    private static List<String> row(Lesion.Effect e) {
        return List.of(e.kind(), Double.toString(e.added()), Double.toString(e.addedAtRandom()));
    }

    @Override
    public String id() {
        return "laboratory";
    }

    @Override
    public String title() {
        return "Laboratory";
    }

    @Override
    public Region node() {
        return pane;
    }

    @Override
    public void open(Subject subject) {
        model.open(subject);
        unlearn.getItems().clear();
        for (String kind : model.kinds()) {
            MenuItem item = new MenuItem(kind);
            item.setOnAction(e -> model.unlearn(kind));
            unlearn.getItems().add(item);
        }
        unlearn.setDisable(unlearn.getItems().isEmpty());
        pane.setDisable(subject == null || subject.study() == null || subject.model() == null);
    }

    @Override
    public List<Hint> keys() {
        return List.of(new Hint("Run the model on the prompt", "Enter"));
    }

    @Override
    public Shown shown() {
        Measured now = model.measuredProperty().get();
        if (now == null) {
            return null;
        }
        return new Shown(
                model.subject().name() + " · laboratory",
                "laboratory",
                theme -> figure(now, theme),
                0.55,
                () -> numbers(now),
                command(now));
    }

    /** Null for losses, which are kept in no file. */
    private static String command(Measured measured) {
        return switch (measured) {
            case Measured.Effects effects -> null;
            case Measured.Curve curve -> "--view dose --from '" + curve.file() + "'";
            case Measured.Trajectory steps -> "--view unlearning --from '" + steps.file() + "'";
        };
    }
}

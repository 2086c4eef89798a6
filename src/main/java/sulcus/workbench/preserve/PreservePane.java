package sulcus.workbench.preserve;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.figure.Theme;
import sulcus.prune.Compensation;
import sulcus.workbench.study.Subject;
import sulcus.workbench.theme.NumberField;
import sulcus.workbench.theme.Section;

/** What is preserved: the threshold and its other faces, the layers' own, and what it comes to. */
public final class PreservePane extends VBox {
    private final CutModel cut;
    private final HistogramView histogram;
    private final ListView<Integer> layers = new ListView<>();
    private final Map<Compensation, ToggleButton> compensations = new EnumMap<>(Compensation.class);
    private final MethodPane method;
    private final NumberField feedback;
    private final NumberField stability;
    private final Node stable;
    private final NumberField threshold;
    private final NumberField percentile;
    private final NumberField neurons;
    private final NumberField parameters;

    /** @param text name of the text that was measured on last */
    public PreservePane(
            CutModel cut,
            MethodModel methods,
            MeasureModel measure,
            Supplier<String> text,
            ObservableValue<Theme> theme) {
        this.cut = cut;
        method = new MethodPane(cut, methods);
        getStyleClass().addAll("pane", "preserve");
        histogram = new HistogramView(cut, theme);
        histogram.setPrefHeight(190);
        histogram.setMinHeight(140);
        threshold = field("Threshold", "", 2, 0.05, () -> cut.outcome().threshold(), v -> cut.setThreshold((float) v));
        percentile = field(
                "Percentile of the threshold",
                "%",
                1,
                0.5,
                () -> 100 * cut.percentile(cut.outcome().threshold()),
                v -> cut.setPercentile(v / 100));
        neurons = field(
                "Share of neurons removed",
                "%",
                1,
                0.5,
                () -> 100 * cut.outcome().neuronsRemoved(),
                v -> cut.setNeuronsRemoved(v / 100));
        parameters = field(
                "Share of parameters removed",
                "%",
                1,
                0.5,
                () -> 100 * cut.outcome().parametersRemoved(),
                v -> cut.setParametersRemoved(v / 100));
        stability = field(
                "Least stability", "Iq", 2, 0.05, () -> cut.cut().rules().minimumStability(), cut::setMinimumStability);
        stable = named("Leave out networks below a stability of", stability);
        feedback = field(
                "Share of the feedback",
                "",
                2,
                0.05,
                () -> cut.cut().compensating().feedback(),
                cut::setFeedback);
        GridPane faces = new GridPane();
        faces.getStyleClass().add("faces");
        faces.getColumnConstraints().addAll(wide(), wide());
        faces.add(named("Threshold", threshold), 0, 0);
        faces.add(named("Percentile", percentile), 1, 0);
        faces.add(named("Neurons removed", neurons), 0, 1);
        faces.add(named("Parameters removed", parameters), 1, 1);
        stability.setTooltip(
                new Tooltip("Networks with a lower stability index give nothing to the scores; 0 leaves none out"));
        faces.add(stable, 0, 2, 2, 1);

        Label problem = new Label();
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.textProperty().bind(cut.problemProperty());
        problem.visibleProperty().bind(cut.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());

        layers.setId("layers");
        layers.getStyleClass().addAll("layers", "dense");
        layers.setFixedCellSize(28);
        layers.setCellFactory(list -> new LayerRow(cut));
        layers.setAccessibleText("Layers: locks, neurons kept, thresholds of their own");
        layers.setMinHeight(28 * 3);
        layers.setPrefHeight(28 * 3);
        VBox.setVgrow(layers, Priority.ALWAYS);
        getChildren()
                .addAll(
                        new Section("Preserve above", histogram),
                        faces,
                        new OwnThresholds(cut),
                        problem,
                        method,
                        compensation(),
                        new Section("Outcome", new ResultCard(cut, measure, text)),
                        layerHeader(),
                        layers);
        cut.outcomeProperty().addListener((o, was, is) -> refresh());
        disableProperty().bind(cut.cutProperty().isNull());
    }

    /** Takes up another study. */
    public void open(Subject subject) {
        method.open(subject);
        boolean known = subject != null && subject.knowsStability();
        stable.setVisible(known);
        stable.setManaged(known);
        layers.getItems()
                .setAll(
                        subject == null
                                ? List.of()
                                : IntStream.range(0, subject.layers()).boxed().toList());
        refresh();
    }

    private void refresh() {
        for (NumberField field : new NumberField[] {threshold, percentile, neurons, parameters, feedback, stability}) {
            field.refresh();
        }
        if (cut.cut() != null) {
            compensations.get(cut.cut().compensation()).setSelected(true);
        }
    }

    private NumberField field(
            String name, String unit, int decimals, double step, DoubleSupplier shown, DoubleConsumer set) {
        NumberField field = new NumberField(
                name, unit, decimals, step, () -> cut.outcome() == null ? Double.NaN : shown.getAsDouble(), set);
        field.setId(name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
        return field;
    }

    private static ColumnConstraints wide() {
        ColumnConstraints c = new ColumnConstraints();
        c.setPercentWidth(50);
        c.setHgrow(Priority.ALWAYS);
        return c;
    }

    private static Node named(String name, NumberField field) {
        Label label = new Label(name);
        label.getStyleClass().add("field-name");
        label.setLabelFor(field);
        field.setMaxWidth(Double.MAX_VALUE);
        return new VBox(4, label, field);
    }

    private Node compensation() {
        ToggleGroup group = new ToggleGroup();
        HBox pills = new HBox();
        Compensation[] all = Compensation.values();
        for (int i = 0; i < all.length; i++) {
            Compensation c = all[i];
            ToggleButton pill = new ToggleButton(c.label().replace('-', ' '));
            pill.setToggleGroup(group);
            pill.getStyleClass().add(i == 0 ? "left-pill" : i == all.length - 1 ? "right-pill" : "center-pill");
            pill.setMaxWidth(Double.MAX_VALUE);
            pill.setAccessibleText("Compensation: " + pill.getText());
            pill.setTooltip(new Tooltip(meaning(c)));
            HBox.setHgrow(pill, Priority.ALWAYS);
            pill.setOnAction(e -> {
                cut.setCompensation(c);
                // a pill that is pressed again stays down
                pill.setSelected(true);
            });
            compensations.put(c, pill);
            pills.getChildren().add(pill);
        }
        Label label = new Label("Compensation");
        label.getStyleClass().add("field-name");
        Label alpha = new Label("α");
        alpha.getStyleClass().add("field-name");
        alpha.setLabelFor(feedback);
        feedback.setPrefColumnCount(4);
        feedback.getStyleClass().add("small-field");
        feedback.setTooltip(new Tooltip(
                "The share of the fit that brings the stream back to the dense model's: above 0, at most 1"));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox share = new HBox(6, alpha, feedback);
        share.setAlignment(Pos.CENTER);
        share.setId("feedback-share");
        share.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> cut.cut() != null && cut.cut().compensation() == Compensation.FEEDBACK,
                        cut.cutProperty()));
        share.managedProperty().bind(share.visibleProperty());
        HBox header = new HBox(label, space, share);
        header.setAlignment(Pos.CENTER_LEFT);
        return new VBox(4, header, pills);
    }

    private static String meaning(Compensation c) {
        return switch (c) {
            case NONE -> "The output of removed neurons is lost";
            case BIAS -> "Their mean output on the calibration text is added to the bias";
            case LEAST_SQUARES -> "The remaining columns are fitted anew to the layer's old output";
            case FEEDBACK -> "Fitted anew so that errors of earlier layers are taken back too";
        };
    }

    private static Node layerHeader() {
        Label title = new Label("Layers");
        title.getStyleClass().add("section-title");
        Label kept = new Label("kept");
        Label own = new Label("threshold");
        kept.getStyleClass().add("column-name");
        own.getStyleClass().add("column-name");
        GridPane header = new GridPane();
        header.getStyleClass().add("layer-header");
        ColumnConstraints first = new ColumnConstraints();
        first.setHgrow(Priority.ALWAYS);
        ColumnConstraints second = new ColumnConstraints(56);
        second.setHalignment(HPos.RIGHT);
        ColumnConstraints third = new ColumnConstraints(96);
        third.setHalignment(HPos.CENTER);
        header.getColumnConstraints().addAll(first, second, third);
        header.addRow(0, title, kept, own);
        return header;
    }
}

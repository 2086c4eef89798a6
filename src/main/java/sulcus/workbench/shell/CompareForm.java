package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.util.List;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableSet;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import sulcus.prune.Compensation;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.workbench.shell.CompareModel.Calibration;

/** Asks which methods are compared at which ratios, and on what. */
final class CompareForm {
    private CompareForm() {}

    static void show(ModalPane over, CompareModel choice, int positions, FilePicker files, Runnable action) {
        TextField feedback = new TextField();
        feedback.textProperty().bindBidirectional(choice.feedbackProperty());
        feedback.setPrefColumnCount(4);
        feedback.setAccessibleText("α of the feedback");
        Label alpha = new Label("α");
        alpha.setLabelFor(feedback);
        HBox share = new HBox(6, alpha, feedback);
        share.setAlignment(Pos.CENTER_LEFT);
        share.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> choice.compensations().contains(Compensation.FEEDBACK), choice.compensations()));
        share.managedProperty().bind(share.visibleProperty());
        FlowPane compensations = boxes(
                List.of(Compensation.values()),
                choice.compensations(),
                c -> c.label().replace('-', ' '),
                c -> "");
        compensations.getChildren().add(share);
        Form form = new Form(
                        over,
                        "Compare methods",
                        "Every setting is kept in the study as soon as it is measured; what it knows already is not"
                                + " measured again. Protected layers stay whole.")
                .width(640)
                .row("Methods", boxes(Scores.ALL, choice.methods(), Score::title, Score::meaning), "")
                .text("Neurons removed", choice.neuronsProperty(), "shares of all MLP neurons")
                .row("Compensation", compensations, "none chosen: what each method's authors take")
                .row("Calibrated on", calibration(choice), "")
                .text("Seeds", choice.seedsProperty(), "others take other texts: 0, 1, 2 gives error bars")
                .texts("Text to predict", choice.textProperty(), files)
                .number("Windows", choice.windowsProperty(), 1, 1_000_000, "")
                .number("Tokens a window", choice.windowProperty(), 2, positions, "");
        Label extent = new Label();
        extent.getStyleClass().add("hint");
        extent.textProperty().bind(choice.extent());
        form.content(extent).action("Compare", choice.problem(), action).show();
    }

    /** One box a choice. */
    static <T> FlowPane boxes(List<T> all, ObservableSet<T> chosen, Function<T, String> name, Function<T, String> tip) {
        FlowPane pane = new FlowPane(14, 6);
        for (T value : all) {
            CheckBox box = new CheckBox(name.apply(value));
            box.setSelected(chosen.contains(value));
            if (!tip.apply(value).isEmpty()) {
                box.setTooltip(new Tooltip(tip.apply(value)));
            }
            box.selectedProperty().addListener((o, was, is) -> {
                if (is) {
                    chosen.add(value);
                } else {
                    chosen.remove(value);
                }
            });
            pane.getChildren().add(box);
        }
        return pane;
    }

    private static Node calibration(CompareModel choice) {
        ComboBox<Calibration> kind = new ComboBox<>();
        kind.getItems().setAll(Calibration.values());
        kind.setConverter(ExportForm.names(Calibration::words));
        kind.valueProperty().bindBidirectional(choice.calibrationProperty());
        kind.setMinWidth(Region.USE_PREF_SIZE);
        Spinner<Integer> amount = new Spinner<>(new IntegerSpinnerValueFactory(
                1, 100_000_000, choice.amountProperty().get()));
        amount.setEditable(true);
        amount.setPrefWidth(120);
        amount.getEditor().setAccessibleText("How many texts or tokens");
        amount.valueProperty().addListener((o, was, is) -> {
            if (is != null) {
                choice.amountProperty().set(is);
            }
        });
        amount.visibleProperty().bind(kind.valueProperty().isNotEqualTo(Calibration.DECOMPOSED));
        HBox both = new HBox(8, kind, amount);
        both.setAlignment(Pos.CENTER_LEFT);
        return both;
    }
}

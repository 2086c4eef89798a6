package sulcus.workbench.preserve;

import java.util.Locale;
import java.util.function.Supplier;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import sulcus.evaluate.Perplexity;
import sulcus.study.MeasuredOn;
import sulcus.workbench.study.Figures;

/** The dense model and the pruned one side by side. */
final class ResultCard extends GridPane {
    private final Label neurons = value("neurons-kept");
    private final Label parameters = value("parameters-kept");
    private final Label bytes = value("size-kept");
    private final Label perplexity = value("perplexity-kept");
    private final Label denseNeurons = value("neurons-dense");
    private final Label denseParameters = value("parameters-dense");
    private final Label denseBytes = value("size-dense");
    private final Label denseSpeed = value("speed-dense");
    private final Label speed = value("speed");
    private final Label densePerplexity = value("perplexity-dense");
    private final Label sizeName = name("File size");
    private final Supplier<String> text;
    private final Label change = value("perplexity-change");

    /** @param text name of the text that was measured on last */
    ResultCard(CutModel cut, MeasureModel measure, Supplier<String> text) {
        this.text = text;
        getStyleClass().add("result");
        ColumnConstraints names = new ColumnConstraints();
        names.setHgrow(Priority.ALWAYS);
        getColumnConstraints().addAll(names, right(), right());
        Label dense = new Label("dense");
        Label pruned = new Label("pruned");
        dense.getStyleClass().add("column-name");
        pruned.getStyleClass().add("column-name");
        add(dense, 1, 0);
        add(pruned, 2, 0);
        addRow(1, name("Neurons"), denseNeurons, neurons);
        addRow(2, name("Parameters"), denseParameters, parameters);
        addRow(3, sizeName, denseBytes, bytes);
        Label speedName = name("Speed");
        speedName.setTooltip(
                new Tooltip("Generating a token reads every weight once: the time goes with the parameters"));
        addRow(4, speedName, denseSpeed, speed);
        addRow(5, name("Perplexity"), densePerplexity, perplexity);
        change.getStyleClass().add("change");
        change.setWrapText(true);
        // all of it, however the pane is squeezed: what was measured on what is part of the number
        change.setMinHeight(USE_PREF_SIZE);
        add(change, 0, 6, 3, 1);
        for (Label l : new Label[] {denseNeurons, denseParameters, denseBytes, denseSpeed, densePerplexity}) {
            l.getStyleClass().add("dense-value");
        }
        perplexity.getStyleClass().add("perplexity");
        cut.outcomeProperty().addListener((o, was, is) -> sizes(is));
        measure.denseProperty().addListener((o, was, is) -> measured(measure));
        measure.prunedProperty().addListener((o, was, is) -> measured(measure));
        measure.estimateProperty().addListener((o, was, is) -> measured(measure));
        sizes(cut.outcome());
        measured(measure);
    }

    private static ColumnConstraints right() {
        ColumnConstraints c = new ColumnConstraints();
        c.setHalignment(HPos.RIGHT);
        c.setPercentWidth(34);
        return c;
    }

    private static Label name(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("fact-name");
        return label;
    }

    private static Label value(String id) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("fact-value");
        return label;
    }

    private void sizes(Outcome o) {
        neurons.setText(o == null ? "" : Figures.count(o.neuronsKept()));
        denseNeurons.setText(o == null ? "" : Figures.count(o.neurons()));
        parameters.setText(o == null ? "" : Figures.large(o.pruned().parameters()));
        denseParameters.setText(o == null ? "" : Figures.large(o.dense().parameters()));
        if (o != null && o.dense().parameters() > 0) {
            // the type in which it would be exported; a quantized model lies on the disk smaller
            long bits = Math.round(8.0 * o.dense().bytes() / o.dense().parameters());
            sizeName.setText("Size, " + bits + " bit");
        }
        bytes.setText(o == null ? "" : Figures.bytes(o.pruned().bytes()));
        denseSpeed.setText(o == null ? "" : "1×");
        speed.setText(
                o == null || o.pruned().parameters() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "≈ %.2f×",
                                o.dense().parameters() / (double) o.pruned().parameters()));
        denseBytes.setText(o == null ? "" : Figures.bytes(o.dense().bytes()));
    }

    private void measured(MeasureModel measure) {
        show(densePerplexity, measure.denseProperty().get());
        show(perplexity, measure.prunedProperty().get());
        double estimate = measure.estimateProperty().get();
        boolean estimated =
                measure.prunedProperty().get() instanceof MeasureModel.Reading.Open && Double.isFinite(estimate);
        if (estimated) {
            perplexity.setText("≈ " + Figures.four(estimate));
        }
        if (measure.denseProperty().get() instanceof MeasureModel.Reading.Measured(Perplexity dense)
                && measure.prunedProperty().get() instanceof MeasureModel.Reading.Measured(Perplexity pruned)) {
            double share = pruned.perplexity() / dense.perplexity() - 1;
            String more = share < 0 ? "lower" : "higher";
            change.setText(Figures.percent(Math.abs(share)) + " " + more + " than dense  ·  " + text.get() + ", "
                    + MeasuredOn.windows(pruned.windows(), pruned.window())
                    + (measure.calibration().isEmpty() ? "" : "  ·  calibrated on " + measure.calibration()));
        } else if (measure.prunedProperty().get() instanceof MeasureModel.Reading.Failed(String why)) {
            change.setText(why);
        } else {
            change.setText(estimated ? "estimated from what was measured; measuring…" : " ");
        }
        change.setTooltip(new Tooltip(change.getText()));
    }

    private static void show(Label label, MeasureModel.Reading reading) {
        label.setText(
                switch (reading) {
                    case MeasureModel.Reading.None() -> "–";
                    case MeasureModel.Reading.Open() -> "measuring…";
                    case MeasureModel.Reading.Measured(Perplexity p) -> Figures.four(p.perplexity());
                    case MeasureModel.Reading.Failed(String why) -> "not measured";
                });
        boolean open = reading instanceof MeasureModel.Reading.Open;
        label.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("open"), open);
    }
}

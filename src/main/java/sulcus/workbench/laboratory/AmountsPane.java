package sulcus.workbench.laboratory;

import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import sulcus.workbench.theme.NumberField;

/** How much the laboratory's measurements look at, to be changed. */
final class AmountsPane extends VBox {
    private final ObjectProperty<Amounts> amounts;
    private final GridPane grid = new GridPane();

    AmountsPane(ObjectProperty<Amounts> amounts) {
        super(8);
        this.amounts = amounts;
        getStyleClass().add("amounts");
        Label title = new Label("What is measured with");
        title.getStyleClass().add("section-title");
        grid.setHgap(12);
        grid.setVgap(6);
        row("texts", "Texts of each kind", "", 0, 1, Amounts::texts, v -> with((int) v, 0, 0, 0, 0));
        row("tokens", "Tokens of each text", "", 0, 100, Amounts::tokens, v -> with(0, (int) v, 0, 0, 0));
        row("draws", "Random draws", "", 0, 1, Amounts::draws, v -> with(0, 0, (int) v, 0, 0));
        row("steps", "Steps of unlearning", "", 0, 1, Amounts::steps, v -> with(0, 0, 0, (int) v, 0));
        row("share", "Neurons a step", "%", 1, 1, a -> 100 * a.share(), v -> with(0, 0, 0, 0, v / 100));
        Label meaning =
                new Label("Texts are those that perplexity is measured on. A curve that was begun with other numbers"
                        + " begins anew.");
        meaning.getStyleClass().add("hint");
        meaning.setWrapText(true);
        meaning.setMaxWidth(240);
        getChildren().addAll(title, grid, meaning);
    }

    /** With the numbers that are not 0. */
    private Amounts with(int texts, int tokens, int draws, int steps, double share) {
        Amounts a = amounts.get();
        return new Amounts(
                texts == 0 ? a.texts() : texts,
                tokens == 0 ? a.tokens() : tokens,
                draws == 0 ? a.draws() : draws,
                steps == 0 ? a.steps() : steps,
                share == 0 ? a.share() : share);
    }

    private void row(
            String id,
            String name,
            String unit,
            int decimals,
            double step,
            ToDoubleFunction<Amounts> now,
            DoubleFunction<Amounts> changed) {
        NumberField field = new NumberField(
                name,
                unit,
                decimals,
                step,
                () -> now.applyAsDouble(amounts.get()),
                value -> amounts.set(changed.apply(value)));
        field.setId("amounts-" + id);
        Label label = new Label(name);
        label.getStyleClass().add("field-name");
        label.setLabelFor(field);
        grid.addRow(grid.getRowCount(), label, field);
    }
}

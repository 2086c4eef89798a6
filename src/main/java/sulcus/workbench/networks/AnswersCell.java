package sulcus.workbench.networks;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import sulcus.study.NetworkFacts;
import sulcus.study.Selectivity;

/** To which kind of text a network answers; the test behind it when it is pointed at. */
final class AnswersCell extends TableCell<NetworkFacts, Selectivity> {
    private final Tooltip test = new Tooltip();

    AnswersCell() {
        setAlignment(Pos.CENTER_RIGHT);
        getStyleClass().add("count");
    }

    @Override
    protected void updateItem(Selectivity answers, boolean empty) {
        super.updateItem(answers, empty);
        setText(empty || answers == null ? null : answers.words());
        if (empty || answers == null) {
            setTooltip(null);
            return;
        }
        test.setText(String.format(
                Locale.ROOT,
                "%s against all other texts: Cohen's d %.2f, p %.2g, q %.2g (rank sums; false discoveries among all"
                        + " networks and kinds)",
                answers.value(),
                answers.effect(),
                answers.p(),
                answers.q()));
        setTooltip(test);
    }
}

package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import sulcus.study.History;
import sulcus.study.RulesRecord;

/** What was done in the study, newest first; it leaves as a script that does it again. */
final class HistorySheet {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ROOT);

    private HistorySheet() {}

    static void show(ModalPane over, List<History.Step> steps, Runnable copyScript) {
        ListView<History.Step> list = new ListView<>();
        list.setId("history");
        list.setAccessibleText("History of the study, newest first");
        list.getItems().setAll(steps.reversed());
        list.getStyleClass().addAll("layers", "dense");
        list.setFixedCellSize(28);
        list.setPrefSize(680, 28 * 12);
        list.setCellFactory(view -> new Line());
        list.setPlaceholder(new Label("Nothing was changed yet"));
        Form form = new Form(
                over,
                "History",
                steps.size() + (steps.size() == 1 ? " step" : " steps")
                        + "; as a script they give the same masks, byte by byte");
        form.width(736);
        form.content(list);
        form.action("Copy as script", new SimpleStringProperty(""), copyScript);
        form.show();
        list.requestFocus();
    }

    /** When, what, how, and what came of it. */
    private static final class Line extends ListCell<History.Step> {
        private final GridPane grid = new GridPane();
        private final Label[] cells = new Label[4];

        Line() {
            double[] widths = {120, 80, 330, 120};
            for (int i = 0; i < cells.length; i++) {
                cells[i] = new Label();
                cells[i].setPrefWidth(widths[i]);
                cells[i].setMinWidth(Region.USE_PREF_SIZE);
                cells[i].setMaxWidth(widths[i]);
                cells[i].getStyleClass().add(i == 1 ? "fact-value" : "fact-name");
                grid.add(cells[i], i, 0);
            }
        }

        @Override
        protected void updateItem(History.Step step, boolean none) {
            super.updateItem(step, none);
            if (none || step == null) {
                setGraphic(null);
                return;
            }
            cells[0].setText(TIME.format(Instant.parse(step.time()).atZone(ZoneId.systemDefault())));
            cells[1].setText(step.action());
            cells[2].setText(words(step.rules()));
            cells[3].setText(step.mask().isEmpty() ? "" : "mask " + step.mask().substring(0, 8));
            setGraphic(grid);
        }

        private static String words(RulesRecord rules) {
            if (rules == null) {
                return "";
            }
            String words = rules.target().equals("threshold")
                    ? String.format(Locale.ROOT, "threshold %.4f", rules.value())
                    : String.format(Locale.ROOT, "%.2f %% of %s", 100 * rules.value(), rules.target());
            int own = rules.layerThresholds().size();
            int decided = rules.networks().size();
            return words
                    + (own == 0 ? "" : ", " + own + (own == 1 ? " layer" : " layers") + " of their own")
                    + (decided == 0 ? "" : ", " + decided + (decided == 1 ? " network" : " networks") + " decided");
        }
    }
}

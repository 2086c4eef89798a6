package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import sulcus.study.History;
import sulcus.study.RulesRecord;

/** What was done in the study, newest first; it leaves as a script that does it again. */
final class HistorySheet {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ROOT);

    private HistorySheet() {}

    static void show(ModalPane over, List<History.Step> steps, Runnable copyScript) {
        ListView<Row> list = new ListView<>();
        list.setId("history");
        list.setAccessibleText("History of the study, newest first");
        list.getItems().setAll(rows(steps).reversed());
        list.getStyleClass().addAll("layers", "dense");
        list.setFixedCellSize(28);
        list.setPrefSize(680, 28 * Math.clamp(steps.size(), 3, 14));
        list.setCellFactory(view -> new Line());
        list.setPlaceholder(new Label("Nothing was changed yet"));
        Form form = new Form(
                over,
                "History",
                steps.size() + (steps.size() == 1 ? " step" : " steps")
                        + "; as a script they give the same masks, byte by byte");
        form.width(736);
        form.closing().content(list);
        form.action("Copy as script", new SimpleStringProperty(""), copyScript);
        form.show();
        list.requestFocus();
    }

    private static List<Row> rows(List<History.Step> steps) {
        List<Row> rows = new ArrayList<>();
        RulesRecord before = null;
        for (History.Step step : steps) {
            rows.add(new Row(step, RulesChange.words(before, step.rules())));
            before = step.rules() == null ? before : step.rules();
        }
        return rows;
    }

    /** A step, and what it changed. */
    private record Row(History.Step step, String change) {}

    /** When, what, how, and what came of it. */
    private static final class Line extends ListCell<Row> {
        private final GridPane grid = new GridPane();
        private final Label[] cells = new Label[4];

        Line() {
            double[] widths = {120, 80, 330, 120};
            for (int i = 0; i < cells.length; i++) {
                cells[i] = new Label();
                cells[i].setPrefWidth(widths[i]);
                cells[i].setMinWidth(widths[i]);
                cells[i].setMaxWidth(widths[i]);
                cells[i].getStyleClass().add(i == 1 ? "fact-value" : "fact-name");
                grid.add(cells[i], i, 0);
            }
        }

        @Override
        protected void updateItem(Row row, boolean none) {
            super.updateItem(row, none);
            if (none || row == null) {
                setGraphic(null);
                return;
            }
            History.Step step = row.step();
            cells[0].setText(TIME.format(Instant.parse(step.time()).atZone(ZoneId.systemDefault())));
            cells[1].setText(step.action());
            cells[2].setText(row.change());
            cells[2].setTooltip(new Tooltip(row.change()));
            cells[3].setText(step.mask().isEmpty() ? "" : "mask " + step.mask().substring(0, 8));
            setGraphic(grid);
        }
    }
}

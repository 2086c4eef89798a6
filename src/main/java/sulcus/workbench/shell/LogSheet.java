package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import sulcus.workbench.tasks.Notice;

/** All notices since the start, newest first. */
final class LogSheet {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final double WIDTH = 736;

    private LogSheet() {}

    static void show(ModalPane over, List<Notice> log, Consumer<String> copy) {
        ListView<Notice> list = new ListView<>();
        list.setId("log");
        list.setAccessibleText("Notices since the start, newest first");
        list.getItems().setAll(log.reversed());
        list.getStyleClass().addAll("layers", "log");
        list.setPrefSize(WIDTH, 36 * Math.clamp(log.size(), 3, 12));
        list.setCellFactory(view -> new Line(copy));
        list.setPlaceholder(new Label("Nothing was told yet"));
        String count = log.size() == 1 ? "1 notice" : log.size() + " notices";
        new Form(over, "Log", count + " since the start, newest first")
                .width(WIDTH)
                .closing()
                .content(list)
                .action(
                        "Copy all",
                        new SimpleStringProperty(""),
                        () -> copy.accept(log.stream().map(Notice::whole).collect(Collectors.joining("\n"))))
                .show();
        list.requestFocus();
    }

    private static final class Line extends ListCell<Notice> {
        private final Label time = new Label();
        private final FontIcon mark = new FontIcon();
        private final Label text = new Label();
        private final Button one = new Button(null, new FontIcon(Feather.COPY));
        private final HBox row = new HBox(12, time, mark, text, one);

        Line(Consumer<String> copy) {
            row.setAlignment(Pos.TOP_LEFT);
            time.getStyleClass().add("fact-name");
            time.setMinWidth(USE_PREF_SIZE);
            text.getStyleClass().add("fact-value");
            text.setWrapText(true);
            text.setMinHeight(USE_PREF_SIZE);
            text.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(text, Priority.ALWAYS);
            one.getStyleClass().add("quiet");
            one.setAccessibleText("Copy this notice");
            one.setOnAction(e -> copy.accept(getItem().whole()));
            // as wide as the list, so that the text wraps
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(Notice notice, boolean none) {
            super.updateItem(notice, none);
            setGraphic(none ? null : row);
            if (!none) {
                time.setText(TIME.format(notice.time().atZone(ZoneId.systemDefault())));
                boolean good = notice.kind() == Notice.Kind.DONE;
                mark.setIconCode(good ? Feather.CHECK_CIRCLE : Feather.ALERT_TRIANGLE);
                mark.getStyleClass().setAll("ikonli-font-icon", good ? "mark-good" : "mark-bad");
                text.setText(notice.text());
                setAccessibleText(notice.kind().word() + ": " + notice.text());
            }
        }
    }
}

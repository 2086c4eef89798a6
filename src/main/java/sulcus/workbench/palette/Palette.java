package sulcus.workbench.palette;

import atlantafx.base.controls.ModalPane;
import java.util.Comparator;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A field and what is found by it: arrow keys choose, Enter does, Esc closes. */
public final class Palette extends VBox {
    private static final PseudoClass UNABLE = PseudoClass.getPseudoClass("unable");
    private static final double WIDTH = 560;
    private static final double LINE = 32;
    private static final int LINES = 12;

    private record Hit(Entry entry, int score) {}

    private final ModalPane over;
    private final List<Entry> entries;
    private final CustomTextField field = new CustomTextField();
    private final ListView<Entry> list = new ListView<>();
    private final Node focused;

    private Palette(ModalPane over, String prompt, String nothing, List<Entry> entries) {
        this.over = over;
        this.entries = entries;
        focused = over.getScene() == null ? null : over.getScene().getFocusOwner();
        getStyleClass().add("palette");
        field.setId("palette-field");
        field.setPromptText(prompt);
        field.setAccessibleText(prompt);
        field.setLeft(new FontIcon(Feather.SEARCH));
        field.textProperty().addListener((o, was, is) -> find(is));
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        list.setId("palette-list");
        list.setAccessibleText("Found");
        list.setFocusTraversable(false);
        list.setFixedCellSize(LINE);
        list.setPlaceholder(new Label(nothing));
        list.setCellFactory(view -> new Line());
        setMaxSize(WIDTH, USE_PREF_SIZE);
        setPrefWidth(WIDTH);
        getChildren().addAll(field, list);
        find("");
    }

    /**
     * Opens a palette; it closes with the choice.
     *
     * @param prompt in the empty field
     * @param nothing where nothing is found
     */
    public static void show(ModalPane over, String prompt, String nothing, List<Entry> entries) {
        Palette palette = new Palette(over, prompt, nothing, entries);
        StackPane place = new StackPane(palette);
        place.setPickOnBounds(false);
        place.setPadding(new Insets(52, 0, 0, 0));
        StackPane.setAlignment(palette, Pos.TOP_CENTER);
        over.setAlignment(Pos.TOP_CENTER);
        over.show(place);
        palette.field.requestFocus();
    }

    private void find(String query) {
        list.getItems()
                .setAll(entries.stream()
                        .flatMap(entry -> Fuzzy.score(query, entry.text()).stream()
                                .mapToObj(score -> new Hit(entry, query.isBlank() ? 0 : score)))
                        .sorted(Comparator.comparingInt(Hit::score).reversed())
                        .map(Hit::entry)
                        .toList());
        double height = Math.clamp(list.getItems().size(), 1, LINES) * LINE + 2;
        list.setPrefHeight(height);
        list.setMinHeight(height);
        list.getSelectionModel().selectFirst();
        list.scrollTo(0);
    }

    private void pressed(KeyEvent e) {
        switch (e.getCode()) {
            case DOWN -> step(1);
            case UP -> step(-1);
            case PAGE_DOWN -> step(LINES - 1);
            case PAGE_UP -> step(1 - LINES);
            case ENTER -> run(list.getSelectionModel().getSelectedItem());
            case ESCAPE -> close();
            default -> {
                return;
            }
        }
        e.consume();
    }

    private void step(int by) {
        int last = list.getItems().size() - 1;
        if (last >= 0) {
            int to = Math.clamp(list.getSelectionModel().getSelectedIndex() + by, 0, last);
            list.getSelectionModel().select(to);
            list.scrollTo(Math.max(0, to - LINES / 2));
        }
    }

    private void run(Entry entry) {
        if (entry != null && entry.enabled()) {
            close();
            entry.action().run();
        }
    }

    private void close() {
        over.hide(true);
        if (focused != null) {
            focused.requestFocus();
        }
    }

    private final class Line extends ListCell<Entry> {
        private final Label text = new Label();
        private final Label where = new Label();
        private final Label keys = new Label();
        private final HBox row = new HBox(12, text, where, keys);

        Line() {
            row.setAlignment(Pos.CENTER_LEFT);
            where.getStyleClass().add("hint");
            where.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(where, Priority.ALWAYS);
            keys.getStyleClass().add("keys");
            keys.setMinWidth(USE_PREF_SIZE);
            setOnMouseClicked(e -> run(getItem()));
        }

        @Override
        protected void updateItem(Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setGraphic(empty ? null : row);
            pseudoClassStateChanged(UNABLE, !empty && !entry.enabled());
            if (!empty) {
                text.setText(entry.text());
                where.setText(entry.where());
                keys.setText(entry.keys());
                setAccessibleText(entry.text() + " " + entry.keys() + (entry.enabled() ? "" : ", not possible now"));
            }
        }
    }
}

package sulcus.workbench.networks;

import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.cell.TextFieldTableCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.textfield.CustomTextField;
import org.controlsfx.control.textfield.TextFields;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import sulcus.figure.TextPainter;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkFacts;
import sulcus.study.Selectivity;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.study.Figures;
import sulcus.workbench.theme.IconButton;

/**
 * All networks as a table: arrow keys walk through them while the mosaic follows; P, D and U decide, T leads into the
 * threshold of the chosen one, R gives that back, C opens its colours.
 */
public final class NetworksPane extends VBox {
    private static final double ROW = 44;

    private final NetworksModel model;
    private final TableView<NetworkFacts> table = new TableView<>();
    private boolean following;

    /**
     * @param take reads a table of what is said and decided
     * @param give writes the table
     */
    public NetworksPane(
            NetworksModel model, FamilyModel families, Executor reader, Executor window, Runnable take, Runnable give) {
        this.model = model;
        getStyleClass().add("networks-pane");
        columns(new Thumbnails(reader, window), families);
        SortedList<NetworkFacts> sorted = new SortedList<>(model.shown());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setId("network-table");
        table.setEditable(true);
        table.setFixedCellSize(ROW);
        table.widthProperty().addListener((o, was, is) -> fit(is.doubleValue()));
        table.getStyleClass().addAll("dense", "network-table");
        table.setAccessibleText(
                "Networks; arrow keys show one after the other, P preserves, D drops, U leaves undecided, T changes the"
                        + " threshold, R resets it, C chooses a colour");
        table.setPlaceholder(new Label("No network matches"));
        table.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
            if (is != null && !following) {
                model.choose(is.id());
            }
        });
        model.chosenProperty().addListener((o, was, is) -> follow(is));
        // Rows that a filter takes away must not be selected while it does: invalidations come before changes.
        model.filterProperty().addListener((Observable o) -> follow(null));
        model.filterProperty()
                .addListener((o, was, is) -> follow(model.chosenProperty().get()));
        model.boundProperty().addListener((o, was, is) -> table.refresh());
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(header(take, give), table);
    }

    /** Fills the width with the last column; where the columns have no room they keep their widths and the table scrolls. */
    private void fit(double width) {
        double least = table.getVisibleLeafColumns().stream()
                .mapToDouble(TableColumn::getPrefWidth)
                .sum();
        table.setColumnResizePolicy(
                width > least + 16
                        ? TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN
                        : TableView.UNCONSTRAINED_RESIZE_POLICY);
    }

    private HBox header(Runnable take, Runnable give) {
        Label title = new Label("Networks");
        title.getStyleClass().add("section-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        Label count = new Label();
        count.getStyleClass().add("mosaic-words");
        count.setMinWidth(Region.USE_PREF_SIZE);
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.shown().size() == model.rows().size()
                                ? Figures.count(model.rows().size())
                                : Figures.count(model.shown().size()) + " of "
                                        + Figures.count(model.rows().size()),
                        model.shown(),
                        model.rows()));
        CustomTextField search = (CustomTextField) TextFields.createClearableTextField();
        search.setId("network-filter");
        search.setLeft(new FontIcon(Feather.SEARCH));
        search.setPromptText("number, layer3, stable, preserve, own, label");
        search.setAccessibleText("Filter of the networks");
        search.getStyleClass().add("small");
        search.setPrefWidth(260);
        search.textProperty().bindBidirectional(model.filterProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox header = new HBox(
                10,
                title,
                count,
                space,
                search,
                new IconButton(
                        Feather.UPLOAD, "Take labels, colours, notes, decisions and thresholds from a CSV table", take),
                new IconButton(Feather.DOWNLOAD, "Write the table as CSV", give));
        header.getStyleClass().add("pane-header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private void columns(Thumbnails thumbnails, FamilyModel families) {
        TableColumn<NetworkFacts, NetworkFacts> picture = new TableColumn<>();
        picture.setCellValueFactory(c -> new SimpleObjectProperty<>(c.getValue()));
        picture.setCellFactory(c -> new ThumbnailCell(thumbnails, model::subject, ROW - 6));
        picture.setSortable(false);
        width(picture, 48, 48);
        TableColumn<NetworkFacts, Decision> decision = new TableColumn<>("Decision");
        decision.setCellValueFactory(
                c -> new SimpleObjectProperty<>(c.getValue().decision()));
        decision.setCellFactory(c -> new DecisionCell(model::decide));
        width(decision, 112, 120);
        TableColumn<NetworkFacts, Float> stability =
                value("Iq", NetworkFacts::stability, iq -> String.format(Locale.ROOT, "%.2f", iq), 64);
        // one start has no stability to speak of
        stability
                .visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.rows().stream().anyMatch(row -> !Float.isNaN(row.stability())), model.rows()));
        table.getColumns().add(picture);
        table.getColumns().add(number());
        table.getColumns().add(colour());
        table.getColumns().add(text("Label", NetworkFacts::title, model::label, 112));
        table.getColumns().add(decision);
        table.getColumns().add(value("Key neurons", NetworkFacts::keyNeurons, n -> Figures.count(n), 104));
        table.getColumns().add(threshold());
        table.getColumns().add(family(families));
        table.getColumns().add(tokens());
        table.getColumns().add(answers());
        table.getColumns().add(value("Variance", NetworkFacts::variance, v -> Figures.percent(v), 88));
        table.getColumns().add(value("Peak z", NetworkFacts::peak, NetworksPane::signed, 80));
        table.getColumns().add(stability);
        table.getColumns().add(text("Note", row -> row.note().note(), model::note, 200));
    }

    /** Networks that other starts do not find are written ~3.5 and pale. */
    private TableColumn<NetworkFacts, NetworkId> number() {
        TableColumn<NetworkFacts, NetworkId> column = value("Network", NetworkFacts::id, NetworkId::toString, 80);
        column.setCellFactory(c -> new StabilityCell(model));
        return column;
    }

    private TableColumn<NetworkFacts, Float> threshold() {
        TableColumn<NetworkFacts, Float> column = new TableColumn<>("above |z|");
        column.setCellValueFactory(c -> new SimpleObjectProperty<>(c.getValue().keyNeuronsAbove()));
        column.setCellFactory(c -> new ThresholdCell(model::threshold, this::refocus));
        column.setEditable(false);
        width(column, 92, 92);
        return column;
    }

    private TableColumn<NetworkFacts, String> colour() {
        TableColumn<NetworkFacts, String> column = new TableColumn<>();
        FontIcon icon = new FontIcon(Feather.DROPLET);
        icon.setAccessibleText("Colour");
        column.setGraphic(icon);
        column.setCellValueFactory(
                c -> new SimpleStringProperty(c.getValue().note().colour()));
        column.setCellFactory(c -> new ColourCell(model::colour));
        column.setEditable(false);
        width(column, 44, 44);
        return column;
    }

    /** What the network answers to, each token as it can be seen. */
    private static TableColumn<NetworkFacts, String> tokens() {
        TableColumn<NetworkFacts, String> column = new TableColumn<>("Top tokens");
        column.setCellValueFactory(c -> new SimpleStringProperty(c.getValue().topTokens().stream()
                .map(token -> TextPainter.visible(token).strip())
                .collect(java.util.stream.Collectors.joining("  "))));
        column.setMinWidth(112);
        column.setPrefWidth(130);
        column.setEditable(false);
        return column;
    }

    /** Its model-wide family and in how many layers that recurs. */
    private static TableColumn<NetworkFacts, Integer> family(FamilyModel families) {
        TableColumn<NetworkFacts, Integer> column = new TableColumn<>("Family");
        column.setCellValueFactory(
                c -> Bindings.createObjectBinding(() -> families.of(c.getValue().id()), families.familiesProperty()));
        column.setCellFactory(c -> new FamilyCell(families));
        width(column, 88, 110);
        return column;
    }

    /** To which kind of text a network answers, with Cohen's d; only where it is significant. */
    private TableColumn<NetworkFacts, Selectivity> answers() {
        TableColumn<NetworkFacts, Selectivity> column = new TableColumn<>("Answers to");
        column.setCellValueFactory(c -> new SimpleObjectProperty<>(c.getValue().answers()));
        column.setCellFactory(c -> new AnswersCell());
        column.setComparator(Comparator.nullsLast(
                Comparator.comparing(Selectivity::value).thenComparing(s -> -Math.abs(s.effect()))));
        column.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.rows().stream().anyMatch(row -> row.answers() != null), model.rows()));
        width(column, 118, 150);
        return column;
    }

    private static String signed(float z) {
        return String.format(Locale.ROOT, "%.2f", z).replace('-', '−');
    }

    private static void width(TableColumn<?, ?> column, double preferred, double most) {
        column.setMinWidth(preferred);
        column.setPrefWidth(preferred);
        column.setMaxWidth(most);
    }

    private static <T extends Comparable<T>> TableColumn<NetworkFacts, T> value(
            String name, Function<NetworkFacts, T> of, Function<T, String> words, double width) {
        TableColumn<NetworkFacts, T> column = new TableColumn<>(name);
        column.setCellValueFactory(c -> new SimpleObjectProperty<>(of.apply(c.getValue())));
        column.setCellFactory(c -> new FigureCell<>(words));
        column.setComparator(Comparator.naturalOrder());
        column.getStyleClass().add("number-column");
        width(column, width, width * 1.4);
        return column;
    }

    private TableColumn<NetworkFacts, String> text(
            String name, Function<NetworkFacts, String> of, BiConsumer<NetworkId, String> say, double width) {
        TableColumn<NetworkFacts, String> column = new TableColumn<>(name);
        column.setCellValueFactory(c -> new SimpleStringProperty(of.apply(c.getValue())));
        column.setCellFactory(TextFieldTableCell.forTableColumn());
        column.setOnEditCommit(e -> say.accept(e.getRowValue().id(), e.getNewValue()));
        column.setEditable(true);
        column.setMinWidth(width / 2);
        column.setPrefWidth(width);
        return column;
    }

    private void pressed(KeyEvent e) {
        NetworkFacts row = table.getSelectionModel().getSelectedItem();
        if (row == null
                || table.getEditingCell() != null
                || e.getTarget() instanceof TextInputControl
                || e.isShortcutDown()
                || e.isAltDown()) {
            return;
        }
        if (e.getCode() == KeyCode.R) {
            model.threshold(row.id(), null);
            e.consume();
            return;
        }
        if (e.getCode() == KeyCode.T || e.getCode() == KeyCode.C) {
            open(row, e.getCode() == KeyCode.T);
            e.consume();
            return;
        }
        Decision decision = switch (e.getCode()) {
            case P -> Decision.PRESERVE;
            case D -> Decision.DROP;
            case U -> Decision.UNDECIDED;
            default -> null;
        };
        if (decision != null) {
            model.decide(row.id(), decision);
            e.consume();
        }
    }

    /** Leads into the threshold of a network again, once the table has laid out its rows. */
    private void refocus(NetworkId id) {
        Platform.runLater(() -> {
            for (NetworkFacts row : table.getItems()) {
                if (row.id().equals(id)) {
                    open(row, true);
                }
            }
        });
    }

    /** Leads into the threshold of a row, or opens its colours. */
    private void open(NetworkFacts row, boolean threshold) {
        for (Node node : table.lookupAll(threshold ? ".threshold-cell" : ".colour-cell")) {
            if (node instanceof ThresholdCell cell && cell.facts() == row) {
                cell.edit();
            } else if (node instanceof ColourCell cell && cell.facts() == row) {
                cell.open();
            }
        }
    }

    /** The row of the network that the mosaic shows. */
    private void follow(NetworkId id) {
        following = true;
        try {
            int at = -1;
            for (int i = 0; id != null && i < table.getItems().size() && at < 0; i++) {
                at = table.getItems().get(i).id().equals(id) ? i : -1;
            }
            if (at < 0) {
                table.getSelectionModel().clearSelection();
            } else if (table.getSelectionModel().getSelectedIndex() != at) {
                table.getSelectionModel().clearAndSelect(at);
                table.scrollTo(Math.max(0, at - 1));
            }
        } finally {
            following = false;
        }
    }

    public TableView<NetworkFacts> table() {
        return table;
    }
}

package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableStringValue;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory.IntegerSpinnerValueFactory;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.text.TextFiles;

/** A card over the window that asks for a few values; its button is named by what it does. */
final class Form extends VBox {
    private final ModalPane over;
    private final GridPane grid = new GridPane();
    private final Button cancel = new Button("Cancel");
    private int row;

    Form(ModalPane over, String title, String lead) {
        this.over = over;
        getStyleClass().add("form");
        Label name = new Label(title);
        name.getStyleClass().add("form-title");
        Label words = new Label(lead);
        words.getStyleClass().add("form-lead");
        words.setWrapText(true);
        grid.getStyleClass().add("form-grid");
        ColumnConstraints names = new ColumnConstraints(148);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, values);
        words.setManaged(!lead.isEmpty());
        getChildren().addAll(name, words);
        width(520);
        addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                over.hide(true);
                e.consume();
            }
        });
    }

    /** Another width than that of a few fields. */
    Form width(double units) {
        setMaxSize(units, USE_PREF_SIZE);
        setPrefWidth(units);
        return this;
    }

    /** Something that asks for no value, below what is there already. */
    Form content(Node node) {
        getChildren().add(node);
        return this;
    }

    /** Asks for a value with the given control. */
    Form row(String name, Node control, String hint) {
        return row(name, control, new SimpleStringProperty(hint));
    }

    /** Asks for a value with the given control; the hint below it may change. */
    Form row(String name, Node control, ObservableValue<String> hint) {
        Label label = new Label(name);
        label.setLabelFor(control);
        control.setAccessibleText(name);
        Label small = new Label();
        small.textProperty().bind(hint);
        small.getStyleClass().add("hint");
        small.setWrapText(true);
        VBox cell = hint.getValue().isEmpty() ? new VBox(control) : new VBox(2, control, small);
        GridPane.setValignment(label, javafx.geometry.VPos.TOP);
        label.setPadding(new javafx.geometry.Insets(6, 0, 0, 0));
        if (row == 0) {
            getChildren().add(grid);
        }
        grid.addRow(row++, label, cell);
        return this;
    }

    /** Asks for a whole number. */
    Form number(String name, IntegerProperty value, int least, int most, String hint) {
        Spinner<Integer> spinner = new Spinner<>(new IntegerSpinnerValueFactory(least, most, value.get()));
        spinner.setEditable(true);
        spinner.setPrefWidth(120);
        spinner.valueProperty().addListener((o, was, is) -> {
            if (is != null) {
                value.set(is);
            }
        });
        spinner.getEditor().setAccessibleText(name);
        return row(name, spinner, hint);
    }

    /** Asks for words. */
    Form text(String name, StringProperty value, String hint) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(value);
        return row(name, field, hint);
    }

    /** Asks for a file that is there. */
    Form file(String name, StringProperty value, Supplier<Optional<Path>> browse) {
        return path(name, value, () -> browse.get().ifPresent(file -> value.set(file.toString())));
    }

    /** Asks for files and folders of texts. */
    Form texts(String name, StringProperty value, FilePicker files) {
        MenuButton browse = new MenuButton("Browse…");
        browse.setId("browse-texts");
        MenuItem choose = new MenuItem("Files…");
        choose.setOnAction(e -> take(value, files.texts(name), false));
        MenuItem folder = new MenuItem("Folder…");
        folder.setOnAction(e -> take(value, files.folder(name).stream().toList(), false));
        MenuItem more = new MenuItem("Add files…");
        more.setOnAction(e -> take(value, files.texts(name), true));
        MenuItem another = new MenuItem("Add a folder…");
        another.setOnAction(e -> take(value, files.folder(name).stream().toList(), true));
        more.disableProperty().bind(value.isEmpty());
        another.disableProperty().bind(value.isEmpty());
        browse.getItems().addAll(choose, folder, new SeparatorMenuItem(), more, another);
        return path(name, value, browse, "files or folders, separated by semicolons, read in this order");
    }

    private static void take(StringProperty value, List<Path> chosen, boolean add) {
        if (!chosen.isEmpty()) {
            String words = new TextFiles(chosen).words();
            value.set(add && !value.get().isBlank() ? value.get().strip() + "; " + words : words);
        }
    }

    /** Asks for a folder to make. */
    Form folder(String name, StringProperty value, Supplier<Optional<Path>> browse, String leaf) {
        return path(
                name,
                value,
                () -> browse.get()
                        .ifPresent(folder ->
                                value.set(ExportModel.free(folder, leaf).toString())));
    }

    private Form path(String name, StringProperty value, Runnable browse) {
        Button button = new Button("Browse…");
        button.setId("browse");
        button.setOnAction(e -> browse.run());
        return path(name, value, button, "");
    }

    private Form path(String name, StringProperty value, ButtonBase button, String hint) {
        TextField field = new TextField();
        field.setId("out");
        field.textProperty().bindBidirectional(value);
        HBox.setHgrow(field, Priority.ALWAYS);
        button.setMinWidth(Region.USE_PREF_SIZE);
        row(name, new HBox(8, field, button), hint);
        field.setAccessibleText(name);
        // the end of a path says more than its beginning
        field.positionCaret(field.getLength());
        field.textProperty().addListener((o, was, is) -> {
            if (!field.isFocused()) {
                // a new text puts the caret at its beginning, after this was told
                Platform.runLater(field::end);
            }
        });
        return this;
    }

    /** It asks nothing: leaving it is closing it. */
    Form closing() {
        cancel.setText("Close");
        return this;
    }

    /** Ends with the button that does it. */
    Form action(String words, ObservableStringValue problem, Runnable action) {
        Label wrong = new Label();
        wrong.getStyleClass().add("problem");
        wrong.textProperty().bind(problem);
        wrong.setWrapText(true);
        HBox.setHgrow(wrong, Priority.ALWAYS);
        wrong.setMaxWidth(Double.MAX_VALUE);
        Button go = new Button(words);
        go.setId("form-action");
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        go.setMinWidth(Region.USE_PREF_SIZE);
        go.disableProperty()
                .bind(javafx.beans.binding.Bindings.createBooleanBinding(
                        () -> !problem.get().isEmpty(), problem));
        go.setOnAction(e -> {
            over.hide(true);
            action.run();
        });
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(e -> over.hide(true));
        HBox buttons = new HBox(8, wrong, cancel, go);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.getStyleClass().add("form-buttons");
        getChildren().add(buttons);
        return this;
    }

    void show() {
        over.setAlignment(Pos.CENTER);
        over.show(this);
        requestFocus();
    }
}

package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.util.function.Function;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import sulcus.figure.Figure;
import sulcus.figure.FigureExport;
import sulcus.figure.Theme;
import sulcus.workbench.theme.NumberField;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Shown;

/** Asks how a figure is written, with the page as it will be beside the questions. */
final class FigureForm {
    private static final double PREVIEW_WIDTH = 580;
    private static final double PREVIEW_HEIGHT = 400;
    private static final double MARGIN = 12;
    private static final double QUESTIONS = 220;

    private FigureForm() {}

    static void show(ModalPane over, Shown shown, FigureChoice choice, Runnable write) {
        Label size = new Label();
        size.setId("figure-size");
        size.getStyleClass().add("hint");
        size.textProperty().bind(choice.words());
        NumberField width = number("width", "mm", 10, choice.widthProperty());
        NumberField height = number("height", "mm", 10, choice.heightProperty());
        choice.heightProperty().addListener((o, was, is) -> height.refresh());
        VBox questions = new VBox(
                16,
                question(
                        "Kind of file",
                        pills("figure-kind", choice.kindProperty(), FigureChoice.Kind.values(), Enum::name)),
                question(
                        "Colours",
                        pills(
                                "figure-theme",
                                choice.themeProperty(),
                                new Theme[] {Theme.PAPER, Theme.LIGHT, Theme.DARK},
                                Theme::name)),
                new HBox(12, question("Width", width), question("Height", height)),
                new HBox(
                        12,
                        question("Resolution", number("resolution", "dpi", 50, choice.dpiProperty())),
                        question("Type", number("type", "pt", 0.5, choice.textProperty()))),
                size);
        questions.setMinWidth(QUESTIONS);
        questions.setMaxWidth(QUESTIONS);
        new Form(over, "Export figure", shown.title())
                .width(QUESTIONS + 24 + PREVIEW_WIDTH + 50)
                .content(new HBox(24, questions, preview(shown, choice)))
                .action("Write…", choice.problem(), write)
                .show();
    }

    private static VBox question(String name, Node control) {
        Label label = new Label(name);
        label.getStyleClass().add("field-name");
        label.setLabelFor(control);
        VBox both = new VBox(4, label, control);
        HBox.setHgrow(both, Priority.ALWAYS);
        return both;
    }

    private static <T> HBox pills(String id, ObjectProperty<T> value, T[] all, Function<T, String> name) {
        HBox pills = new HBox();
        pills.setId(id);
        ToggleGroup group = new ToggleGroup();
        for (int i = 0; i < all.length; i++) {
            T one = all[i];
            ToggleButton pill = new ToggleButton(name.apply(one));
            pill.getStyleClass().add(i == 0 ? "left-pill" : i == all.length - 1 ? "right-pill" : "center-pill");
            pill.setToggleGroup(group);
            pill.setSelected(one.equals(value.get()));
            pill.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(pill, Priority.ALWAYS);
            pill.setOnAction(e -> {
                pill.setSelected(true);
                value.set(one);
            });
            pills.getChildren().add(pill);
        }
        return pills;
    }

    private static NumberField number(String name, String unit, double step, DoubleProperty value) {
        NumberField[] field = new NumberField[1];
        field[0] = new NumberField(name, unit, step < 1 ? 1 : 0, step, value::get, v -> {
            value.set(v);
            field[0].refresh();
        });
        field[0].setId("figure-" + name);
        return field[0];
    }

    private static StackPane preview(Shown shown, FigureChoice choice) {
        FigureView page = new FigureView(choice.themeProperty());
        page.setId("figure-page");
        page.setMinSize(8, 8);
        page.setFocusTraversable(false);
        page.setAccessibleText("Preview of " + shown.title());
        StackPane frame = new StackPane(page);
        frame.setMinSize(PREVIEW_WIDTH, PREVIEW_HEIGHT);
        frame.setMaxSize(PREVIEW_WIDTH, PREVIEW_HEIGHT);
        frame.getStyleClass().add("figure-preview");
        choice.themeProperty().addListener((o, was, is) -> draw(page, shown, choice));
        for (DoubleProperty p :
                new DoubleProperty[] {choice.widthProperty(), choice.heightProperty(), choice.textProperty()}) {
            p.addListener((o, was, is) -> draw(page, shown, choice));
        }
        draw(page, shown, choice);
        return frame;
    }

    /** The page as it will be, shrunk: type and lines keep their size on paper. */
    private static void draw(FigureView page, Shown shown, FigureChoice choice) {
        if (!choice.problem().get().isEmpty()) {
            page.show(null);
            return;
        }
        FigureExport export = choice.export();
        double shrink = Math.min(
                (PREVIEW_WIDTH - 2 * MARGIN) / export.width(), (PREVIEW_HEIGHT - 2 * MARGIN) / export.height());
        page.setMaxSize(export.width() * shrink, export.height() * shrink);
        Figure figure = shown.figure().apply(choice.printed());
        page.show(theme -> (g, width, height, pixelsPerUnit) -> {
            g.scale(width / export.width(), height / export.height());
            figure.paint(g, export.width(), export.height(), pixelsPerUnit * shrink);
        });
    }
}

package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import javafx.beans.property.DoubleProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import sulcus.figure.Figure;
import sulcus.figure.FigureExport;
import sulcus.figure.Theme;
import sulcus.workbench.theme.NumberField;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Shown;

/** Asks how a figure is written, with the figure as it will be. */
final class FigureForm {
    private static final double PREVIEW_WIDTH = 440;
    private static final double PREVIEW_HEIGHT = 250;

    private FigureForm() {}

    static void show(ModalPane over, Shown shown, FigureChoice choice, Runnable write) {
        FigureView preview = new FigureView(choice.themeProperty());
        StackPane frame = new StackPane(preview);
        frame.setMinSize(PREVIEW_WIDTH, PREVIEW_HEIGHT);
        frame.setMaxSize(PREVIEW_WIDTH, PREVIEW_HEIGHT);
        frame.getStyleClass().add("figure-preview");
        Runnable draw = () -> draw(preview, shown, choice);
        choice.themeProperty().addListener((o, was, is) -> draw.run());
        for (DoubleProperty p :
                new DoubleProperty[] {choice.widthProperty(), choice.heightProperty(), choice.textProperty()}) {
            p.addListener((o, was, is) -> draw.run());
        }
        draw.run();
        ComboBox<FigureChoice.Kind> kind = new ComboBox<>();
        kind.getItems().setAll(FigureChoice.Kind.values());
        kind.valueProperty().bindBidirectional(choice.kindProperty());
        kind.setId("figure-kind");
        ComboBox<Theme> theme = new ComboBox<>();
        theme.getItems().setAll(Theme.PAPER, Theme.LIGHT, Theme.DARK);
        theme.setConverter(ExportForm.names(Theme::name));
        theme.valueProperty().bindBidirectional(choice.themeProperty());
        NumberField width = number("Width", "mm", 10, choice.widthProperty());
        NumberField height = number("Height", "mm", 10, choice.heightProperty());
        choice.heightProperty().addListener((o, was, is) -> height.refresh());
        NumberField dpi = number("Resolution", "dpi", 50, choice.dpiProperty());
        NumberField text = number("Type", "pt", 0.5, choice.textProperty());
        Label size = new Label();
        size.getStyleClass().add("hint");
        size.textProperty().bind(choice.words());
        size.setMinWidth(Region.USE_PREF_SIZE);
        new Form(over, "Export figure", shown.title())
                .content(frame)
                .row("File", pair(kind, theme), "")
                .row("Width and height", pair(width, height), "")
                .row("Resolution and type", pair(dpi, text), "")
                .row("Size", size, "")
                .action("Write…", choice.problem(), write)
                .show();
    }

    private static HBox pair(Region first, Region second) {
        for (Region r : new Region[] {first, second}) {
            r.setPrefWidth(130);
        }
        return new HBox(8, first, second);
    }

    private static NumberField number(String name, String unit, double step, DoubleProperty value) {
        NumberField[] field = new NumberField[1];
        field[0] = new NumberField(name, unit, step < 1 ? 1 : 0, step, value::get, v -> {
            value.set(v);
            field[0].refresh();
        });
        field[0].setId("figure-" + name.toLowerCase(java.util.Locale.ROOT));
        return field[0];
    }

    /** The page as it will be, shrunk: type and lines keep their size on paper. */
    private static void draw(FigureView preview, Shown shown, FigureChoice choice) {
        if (!choice.problem().get().isEmpty()) {
            preview.show(null);
            return;
        }
        FigureExport export = choice.export();
        double shrink = Math.min(PREVIEW_WIDTH / export.width(), PREVIEW_HEIGHT / export.height());
        preview.setMaxSize(export.width() * shrink, export.height() * shrink);
        Figure figure = shown.figure().apply(choice.printed());
        preview.show(theme -> (g, width, height, pixelsPerUnit) -> {
            g.scale(width / export.width(), height / export.height());
            figure.paint(g, export.width(), export.height(), pixelsPerUnit * shrink);
        });
    }
}

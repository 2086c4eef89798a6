package sulcus.workbench.shell;

import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import sulcus.figure.FigureExport;
import sulcus.figure.Theme;
import sulcus.task.Refusal;
import sulcus.workbench.study.Figures;

/** How a figure leaves: kind of file, size on paper, resolution, colours, size of type. */
final class FigureChoice {
    /** Smaller type cannot be read in print. */
    static final double LEAST_TEXT = 7;

    /** Kinds of files. */
    enum Kind {
        PNG,
        SVG,
        PDF;

        String ending() {
            return "." + name().toLowerCase(Locale.ROOT);
        }
    }

    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.PDF);
    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.PAPER);
    private final DoubleProperty width = new SimpleDoubleProperty(180);
    private final DoubleProperty height = new SimpleDoubleProperty();
    private final DoubleProperty dpi = new SimpleDoubleProperty(300);
    private final DoubleProperty text = new SimpleDoubleProperty(LEAST_TEXT);

    /** @param heightOverWidth the shape that suits the figure; the height follows the width until it is set itself */
    FigureChoice(double heightOverWidth) {
        height.set(Math.round(width.get() * heightOverWidth));
        width.addListener((o, was, is) -> height.set(Math.round(height.get() * is.doubleValue() / was.doubleValue())));
    }

    /** The same for another figure, in a shape that suits it. */
    FigureChoice forShape(double heightOverWidth) {
        FigureChoice next = new FigureChoice(heightOverWidth);
        next.kind.set(kind.get());
        next.theme.set(theme.get());
        next.width.set(width.get());
        next.dpi.set(dpi.get());
        next.text.set(text.get());
        return next;
    }

    ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /** Millimetres. */
    DoubleProperty widthProperty() {
        return width;
    }

    /** Millimetres. */
    DoubleProperty heightProperty() {
        return height;
    }

    DoubleProperty dpiProperty() {
        return dpi;
    }

    /** Points at the printed size. */
    DoubleProperty textProperty() {
        return text;
    }

    /** The colours with the type of the printed size. */
    Theme printed() {
        return theme.get().withText(Math.max(LEAST_TEXT, text.get()));
    }

    FigureExport export() {
        return new FigureExport(width.get(), height.get(), dpi.get());
    }

    /** Why it cannot be written so; empty if it can. */
    StringBinding problem() {
        return Bindings.createStringBinding(
                () -> {
                    if (text.get() < LEAST_TEXT) {
                        return "Type below 7 pt cannot be read in print";
                    }
                    try {
                        export();
                        return "";
                    } catch (Refusal e) {
                        return e.getMessage();
                    }
                },
                width,
                height,
                dpi,
                text);
    }

    /** What will be written, in numbers. */
    StringBinding words() {
        return Bindings.createStringBinding(
                () -> {
                    try {
                        FigureExport e = export();
                        return kind.get() == Kind.PNG
                                ? Figures.count(e.pixelWidth()) + " × " + Figures.count(e.pixelHeight()) + " pixels"
                                : String.format(Locale.ROOT, "%.0f × %.0f pt, text as text", e.width(), e.height());
                    } catch (Refusal e) {
                        return "";
                    }
                },
                kind,
                width,
                height,
                dpi);
    }
}

package sulcus.workbench.theme;

import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import javafx.event.Event;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import org.controlsfx.control.textfield.CustomTextField;

/**
 * A field for a number that is also changed elsewhere. Enter or leaving it sets the number, the arrow keys step it (Shift:
 * ten steps), Escape takes back what was typed.
 */
public final class NumberField extends CustomTextField {
    private final String format;
    private final double step;
    private final DoubleSupplier shown;
    private final DoubleConsumer set;
    private boolean typing;

    /**
     * @param name for screen readers
     * @param unit behind the number, may be empty
     * @param shown the number as it is; NaN shows as an empty field
     */
    public NumberField(String name, String unit, int decimals, double step, DoubleSupplier shown, DoubleConsumer set) {
        this.format = "%." + decimals + "f";
        this.step = step;
        this.shown = shown;
        this.set = set;
        getStyleClass().add("number-field");
        setAlignment(Pos.CENTER_RIGHT);
        setAccessibleText(name);
        setPrefColumnCount(6);
        if (!unit.isEmpty()) {
            Label label = new Label(unit);
            label.getStyleClass().add("unit");
            setRight(label);
        }
        textProperty().addListener((o, was, is) -> typing |= !is.equals(text()));
        focusedProperty().addListener((o, was, is) -> {
            if (!is) {
                commit();
            }
        });
        setOnAction(e -> {
            commit();
            selectAll();
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        refresh();
    }

    private void pressed(KeyEvent e) {
        double by = e.isShiftDown() ? 10 * step : step;
        switch (e.getCode()) {
            case UP -> stepBy(by, e);
            case DOWN -> stepBy(-by, e);
            case ESCAPE -> {
                if (typing) {
                    typing = false;
                    refresh();
                    e.consume();
                }
            }
            case Z, Y -> {
                // while nothing is typed, undo means the number, not the field's letters
                if (e.isShortcutDown() && !typing && getParent() != null) {
                    e.consume();
                    Event.fireEvent(getParent(), e.copyFor(getParent(), getParent()));
                }
            }
            default -> {}
        }
    }

    private void stepBy(double by, KeyEvent e) {
        commit();
        double now = shown.getAsDouble();
        set.accept((Double.isNaN(now) ? 0 : now) + by);
        refresh();
        e.consume();
    }

    private void commit() {
        if (typing) {
            typing = false;
            try {
                set.accept(
                        Double.parseDouble(getText().strip().replace(',', '.').replace("%", "")));
            } catch (NumberFormatException e) {
                // what was typed is no number: the old one comes back
            }
        }
        refresh();
    }

    private String text() {
        double value = shown.getAsDouble();
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    /** Shows the number as it is now, unless one is being typed. */
    public void refresh() {
        String text = typing ? getText() : text();
        if (!text.equals(getText())) {
            setText(text);
        }
    }
}

package sulcus.workbench.carpet;

import java.util.Locale;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import sulcus.figure.CarpetData;
import sulcus.figure.CarpetPainter;
import sulcus.figure.FamilyColours;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.study.Figures;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Spot;
import sulcus.workbench.view.Token;

/** The carpet itself: read out under the cursor; a click or the arrow keys choose network and token. */
final class CarpetView extends FigureView {
    private final Selection selection;
    private final FamilyModel families;
    private final ReadOnlyStringWrapper readOut = new ReadOnlyStringWrapper("");
    private CarpetData data;
    private String[] tokens = new String[0];
    private CarpetPainter painted;
    private CarpetData paintedData;
    private FamilyColours paintedColours;
    private Theme paintedTheme;

    CarpetView(Selection selection, FamilyModel families, ObservableValue<Theme> theme) {
        super(theme);
        this.selection = selection;
        this.families = families;
        setId("carpet");
        selection.networkProperty().addListener((o, was, is) -> paint());
        selection.tokenProperty().addListener((o, was, is) -> paint());
        families.coloursProperty().addListener((o, was, is) -> paint());
        addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
        addEventHandler(MouseEvent.MOUSE_EXITED, e -> {
            readOut.set("");
            selection.hoveredProperty().set(null);
        });
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        paint();
    }

    /**
     * Shows a carpet.
     *
     * @param next null for none
     * @param strings the texts of the tokens
     */
    void open(CarpetData next, String[] strings) {
        data = next;
        tokens = strings;
        readOut.set("");
        paint();
    }

    CarpetData data() {
        return data;
    }

    /** Where the cursor is, in one line; empty if it is not on the carpet. */
    ReadOnlyStringProperty readOutProperty() {
        return readOut.getReadOnlyProperty();
    }

    private int token() {
        Token token = selection.tokenProperty().get();
        return token == null || token.group() != 0 ? -1 : token.index();
    }

    /** The carpet of this moment in a look, apart from the one on the screen. */
    CarpetPainter painter(CarpetData d, Theme theme) {
        return new CarpetPainter(
                d,
                families.familiesProperty().get(),
                families.coloursProperty().getValue(),
                selection.networkProperty().get(),
                token(),
                theme);
    }

    private CarpetPainter onScreen(Theme theme) {
        FamilyColours now = families.coloursProperty().getValue();
        if (painted == null || paintedData != data || paintedColours != now || paintedTheme != theme) {
            painted = painter(data, theme);
            paintedData = data;
            paintedColours = now;
            paintedTheme = theme;
        }
        painted = painted.marked(selection.networkProperty().get(), token());
        return painted;
    }

    private boolean empty() {
        return data == null || families.familiesProperty().get() == null;
    }

    private void paint() {
        if (empty()) {
            show(null);
            setAccessibleText("Carpet: nothing to show yet");
            return;
        }
        show(this::onScreen);
        NetworkId network = selection.networkProperty().get();
        setAccessibleText(data.title() + ": " + Figures.count(data.rows()) + " "
                + data.rowWords().replaceFirst(",.*", "") + " over " + Figures.count(data.tokens())
                + " tokens of " + Figures.count(data.textStarts().length) + " texts"
                + (network == null ? "" : "; network " + network + " is marked")
                + (token() < 0 ? "" : "; " + tokenWords(token()) + " is marked"));
    }

    private String tokenWords(int token) {
        String text = token < tokens.length ? tokens[token] : "";
        // what does not show is named
        String visible = text.replace("\n", "⏎").replace("\t", "⇥");
        return "token " + Figures.count(token) + (visible.isEmpty() ? "" : " “" + visible + "”");
    }

    private String words(int row, int token) {
        NetworkId owner = data.owner()[row];
        StringBuilder words = new StringBuilder("layer ")
                .append(owner.layer())
                .append("  ·  network ")
                .append(families.coloursProperty().getValue().named(owner));
        if (data.neuron() != null) {
            words.append("  ·  neuron ").append(Figures.count(data.neuron()[row]));
        }
        words.append("  ·  ").append(tokenWords(token));
        // where several share the place it is the strongest of them
        words.append(data.binned() ? "  ·  strongest z here " : "  ·  z ");
        String z = String.format(Locale.ROOT, "%.2f", data.at(row, token));
        return words.append(z.replace('-', '−')).toString();
    }

    private int rowAt(MouseEvent e) {
        return onScreen(themed()).rowAt(e.getY(), getWidth(), getHeight());
    }

    private int tokenAt(MouseEvent e) {
        return onScreen(themed()).tokenAt(e.getX(), getWidth(), getHeight());
    }

    private Spot spot(int row) {
        return data.neuron() == null ? null : new Spot(data.owner()[row].layer(), data.neuron()[row]);
    }

    private void moved(MouseEvent e) {
        if (empty()) {
            return;
        }
        int row = rowAt(e);
        int token = tokenAt(e);
        boolean on = row >= 0 && token >= 0;
        readOut.set(on ? words(row, token) : "");
        selection.hoveredProperty().set(on ? spot(row) : null);
    }

    private void pressed(MouseEvent e) {
        requestFocus();
        if (empty() || e.getButton() != MouseButton.PRIMARY) {
            return;
        }
        int row = rowAt(e);
        int token = tokenAt(e);
        if (row >= 0 && token >= 0) {
            selection.tokenProperty().set(new Token(0, token));
            selection.networkProperty().set(data.owner()[row]);
            if (data.neuron() != null) {
                selection.click(spot(row));
            }
        }
    }

    private void key(KeyEvent e) {
        if (empty() || data.rows() == 0 || data.tokens() == 0) {
            return;
        }
        int step = e.isShiftDown() ? 10 : 1;
        switch (e.getCode()) {
            case UP -> network(-step);
            case DOWN -> network(step);
            case LEFT -> selection.tokenProperty().set(new Token(0, Math.clamp(token() - step, 0, data.tokens() - 1)));
            case RIGHT -> selection.tokenProperty().set(new Token(0, Math.clamp(token() + step, 0, data.tokens() - 1)));
            default -> {
                return;
            }
        }
        int[] rows = selection.networkProperty().get() == null
                ? null
                : data.rowsOf(selection.networkProperty().get());
        readOut.set(rows == null || token() < 0 ? "" : words(rows[0], token()));
        e.consume();
    }

    /** The network so many further down. */
    private void network(int step) {
        NetworkId now = selection.networkProperty().get();
        int[] rows = now == null ? null : data.rowsOf(now);
        int row = rows == null ? step > 0 ? -1 : data.rows() : step > 0 ? rows[1] : rows[0];
        for (int i = 0; i < Math.abs(step); i++) {
            int next = row + Integer.signum(step);
            if (next < 0 || next >= data.rows()) {
                break;
            }
            int[] of = data.rowsOf(data.owner()[next]);
            row = step > 0 ? of[1] : of[0];
        }
        if (row >= 0 && row < data.rows()) {
            selection.networkProperty().set(data.owner()[row]);
        }
    }
}

package sulcus.workbench.network;

import java.util.Locale;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import sulcus.figure.TextPainter;
import sulcus.study.NetworkProfile;
import sulcus.study.NetworkProfile.Passage;

/** A strong passage on one line: how strong, and its words around the peak; all of them in its tip. */
final class PassageCell extends ListCell<Passage> {
    /** Tokens before the peak, so that the peak itself stays in sight. */
    private static final int BEFORE = 4;

    private final Supplier<NetworkProfile> profile;
    private final Label value = new Label();
    private final Label words = new Label();
    private final HBox line = new HBox(8, value, words);
    private final Tooltip whole = new Tooltip();

    PassageCell(Supplier<NetworkProfile> profile) {
        this.profile = profile;
        value.getStyleClass().add("passage-value");
        value.setMinWidth(26);
        value.setAlignment(Pos.CENTER_RIGHT);
        words.getStyleClass().add("passage-words");
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        line.setAlignment(Pos.CENTER_LEFT);
        whole.setWrapText(true);
        whole.setMaxWidth(420);
        // as wide as the list, so that what does not fit ends in an ellipsis
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(Passage passage, boolean none) {
        super.updateItem(passage, none);
        NetworkProfile p = profile.get();
        if (none || passage == null || p == null) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText(null);
            return;
        }
        int from = Math.max(passage.from(), passage.peak() - BEFORE);
        String shown = (from > passage.from() ? "…" : "") + text(p, from, passage.to());
        value.setText(String.format(Locale.ROOT, "%.1f", p.course()[passage.peak()]));
        words.setText(shown);
        whole.setText(
                "token " + passage.peak() + ", z = " + value.getText() + "\n" + text(p, passage.from(), passage.to()));
        setTooltip(whole);
        setAccessibleText("z " + value.getText() + ": " + text(p, passage.from(), passage.to()));
        setGraphic(line);
    }

    private static String text(NetworkProfile p, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int t = from; t < to && t < p.tokens().length; t++) {
            text.append(TextPainter.visible(p.tokens()[t]));
        }
        return text.toString();
    }
}

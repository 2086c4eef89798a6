package sulcus.workbench.recurrence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import sulcus.figure.RecurrenceData;
import sulcus.figure.RecurrencePainter;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.study.lab.Recurrence;
import sulcus.task.NewestWins;
import sulcus.task.Refusal;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.ReadTab;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;

/** In which kinds of text the study's networks are found again; a click or the arrow keys choose a network. */
public final class RecurrenceTab extends ReadTab<RecurrenceData> {
    private final Selection selection;

    public RecurrenceTab(
            Selection selection,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        super("recurrence", "Recurrence", theme, timer, reader, window);
        this.selection = selection;
        lay(e -> {}, this::pressed);
        figure().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        selection.networkProperty().addListener((o, was, is) -> show());
    }

    @Override
    protected Question<RecurrenceData> question() {
        return (study, progress) -> {
            Recurrence known = Recurrence.of(study);
            if (known == null) {
                throw new Refusal("Not measured yet; choose Study, Measure recurrence in single texts");
            }
            return RecurrenceData.of(known, null);
        };
    }

    @Override
    protected void show() {
        RecurrenceData d = data();
        if (d == null) {
            figure().show(null);
            figure().setAccessibleText("Recurrence: nothing was measured");
            return;
        }
        int chosen = chosen(d);
        figure().show(theme -> new RecurrencePainter(d, chosen, theme));
        words().setText(chosen < 0 ? "" : d.words(chosen));
        figure().setAccessibleText(d.title() + (chosen < 0 ? "" : "; " + d.words(chosen)));
    }

    private int chosen(RecurrenceData d) {
        return d.networks().indexOf(selection.networkProperty().get());
    }

    private void pressed(MouseEvent e) {
        figure().requestFocus();
        RecurrenceData d = data();
        int column = d == null
                ? -1
                : new RecurrencePainter(d, -1, figure().themed())
                        .columnAt(e.getX(), e.getY(), figure().getWidth(), figure().getHeight());
        if (column >= 0) {
            selection.networkProperty().set(d.networks().get(column));
        }
    }

    private void key(KeyEvent e) {
        int far = e.isShiftDown() ? 10 : 1;
        int by = switch (e.getCode()) {
            case LEFT, DOWN -> -far;
            case RIGHT, UP -> far;
            default -> 0;
        };
        RecurrenceData d = data();
        if (by != 0 && d != null) {
            List<NetworkId> networks = d.networks();
            selection.networkProperty().set(networks.get(Math.clamp(chosen(d) + by, 0, networks.size() - 1)));
            e.consume();
        }
    }

    @Override
    public List<Hint> keys() {
        return List.of(new Hint("From network to network", "← →, with Shift ten"));
    }

    @Override
    public Shown shown() {
        RecurrenceData d = data();
        return d == null
                ? null
                : new Shown(
                        d.title(),
                        "recurrence",
                        theme -> new RecurrencePainter(d, -1, theme),
                        new RecurrencePainter(d, -1, Theme.PAPER).heightOverWidth(),
                        () -> numbers(d),
                        "--view recurrence");
    }

    private static List<List<String>> numbers(RecurrenceData d) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("network", "kind", "texts", "share", "more than chance"));
        for (int n = 0; n < d.networks().size(); n++) {
            for (int kind = 0; kind < d.kinds().size(); kind++) {
                rows.add(List.of(
                        d.networks().get(n).toString(),
                        d.kinds().get(kind),
                        Integer.toString(d.texts()[kind]),
                        Float.toString(d.share()[kind][n]),
                        Boolean.toString(d.recurs()[kind][n])));
            }
        }
        return rows;
    }
}

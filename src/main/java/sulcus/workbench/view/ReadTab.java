package sulcus.workbench.view;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.figure.Theme;
import sulcus.study.Study;
import sulcus.task.NewestWins;
import sulcus.task.Progress;
import sulcus.workbench.study.Subject;

/**
 * A view of one figure under a line of words and controls, whose data are read from the study in the background, and only while
 * it can be seen; the newest question wins.
 *
 * @param <D> what it shows
 */
public abstract class ReadTab<D> implements View {
    /** What is to be read; called on a background thread. */
    @FunctionalInterface
    public interface Question<D> {
        D read(Study study, Progress progress);
    }

    private record Asked<D>(Study study, Question<D> question) {}

    private final String id;
    private final String title;
    private final FigureView figure;
    private final Label words = new Label();
    private final VBox pane = new VBox();
    private final NewestWins<Asked<D>, D> reading;
    private Subject subject;
    private boolean showing;
    private D data;

    protected ReadTab(
            String id,
            String title,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        this.id = id;
        this.title = title;
        figure = new FigureView(theme);
        figure.setId(id);
        words.getStyleClass().add("mosaic-words");
        words.setMinWidth(0);
        pane.getStyleClass().add("view-pane");
        VBox.setVgrow(figure, Priority.ALWAYS);
        reading = new NewestWins<>(
                (asked, progress) -> asked.question().read(asked.study(), progress),
                0,
                timer,
                reader,
                window,
                new NewestWins.Listener<>() {
                    @Override
                    public void answered(Asked<D> question, D answer) {
                        data = answer;
                        show();
                    }

                    @Override
                    public void failed(Asked<D> question, Throwable failure) {
                        data = null;
                        show();
                        words.setText(String.valueOf(failure.getMessage()));
                    }
                });
    }

    /** Puts the pane together; called once, at the end of the constructor. */
    protected final void lay(Consumer<MouseEvent> moved, Consumer<MouseEvent> pressed, Node... controls) {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox header = new HBox(8, words, space);
        header.getChildren().addAll(controls);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("pane-header");
        pane.getChildren().addAll(header, figure);
        figure.addEventHandler(MouseEvent.MOUSE_MOVED, moved::accept);
        figure.addEventHandler(MouseEvent.MOUSE_PRESSED, pressed::accept);
    }

    /** What is to be read at this moment; only asked for while a study is open. Null for nothing. */
    protected abstract Question<D> question();

    /** Draws what there is. */
    protected abstract void show();

    /** Reads anew, if it can be seen. */
    protected final void ask() {
        if (showing && subject != null && subject.study() != null) {
            Question<D> question = question();
            if (question != null) {
                reading.ask(new Asked<>(subject.study(), question));
            }
        }
    }

    @Override
    public final void showing(boolean now) {
        showing = now;
        if (now) {
            ask();
            figure.redraw();
        }
    }

    @Override
    public void open(Subject next) {
        reading.withdraw();
        subject = next;
        data = null;
        words.setText("");
        ask();
        show();
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final Region node() {
        return pane;
    }

    protected final FigureView figure() {
        return figure;
    }

    /** Above the figure. */
    protected final Label words() {
        return words;
    }

    /** Null without a study. */
    protected final Subject subject() {
        return subject;
    }

    /** What was read last; null for nothing. */
    protected final D data() {
        return data;
    }
}

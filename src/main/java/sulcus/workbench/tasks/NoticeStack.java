package sulcus.workbench.tasks;

import atlantafx.base.controls.Notification;
import atlantafx.base.theme.Styles;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Notices above the status bar, newest below. What went well goes by itself; what did not stays until it is closed. */
public final class NoticeStack extends VBox {
    private static final Duration READ = Duration.seconds(8);
    private static final int MOST = 4;

    private final TasksModel model;
    private final Consumer<String> copy;
    private final Runnable showLog;

    /**
     * @param copy takes a text to the clipboard
     * @param showLog shows what was told before
     */
    public NoticeStack(TasksModel model, Consumer<String> copy, Runnable showLog) {
        this.model = model;
        this.copy = copy;
        this.showLog = showLog;
        getStyleClass().add("notices");
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        model.notices().addListener((ListChangeListener<Notice>) change -> refresh());
    }

    private void refresh() {
        getChildren().clear();
        int from = Math.max(0, model.notices().size() - MOST);
        for (Notice notice : model.notices().subList(from, model.notices().size())) {
            getChildren().add(card(notice));
        }
    }

    private Notification card(Notice notice) {
        boolean good = notice.kind() == Notice.Kind.DONE;
        Notification card =
                new Notification(notice.text(), new FontIcon(good ? Feather.CHECK_CIRCLE : Feather.ALERT_TRIANGLE));
        card.getStyleClass().addAll(Styles.ELEVATED_1, good ? Styles.SUCCESS : Styles.DANGER);
        card.setMaxWidth(440);
        card.setPrefWidth(440);
        card.setOnClose(e -> model.notices().remove(notice));
        if (good) {
            PauseTransition wait = new PauseTransition(READ);
            wait.setOnFinished(e -> model.notices().remove(notice));
            wait.play();
        } else {
            card.setPrimaryActions(action("Copy", () -> copy.accept(notice.whole())), action("Show log", showLog));
        }
        return card;
    }

    private static Button action(String words, Runnable action) {
        Button button = new Button(words);
        button.getStyleClass().add(Styles.SMALL);
        button.setOnAction(e -> action.run());
        return button;
    }
}

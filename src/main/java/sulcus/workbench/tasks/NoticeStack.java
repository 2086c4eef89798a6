package sulcus.workbench.tasks;

import atlantafx.base.controls.Notification;
import atlantafx.base.theme.Styles;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Notices above the status bar, newest below. What went well goes by itself; what did not stays until it is closed. */
public final class NoticeStack extends VBox {
    private static final Duration READ = Duration.seconds(8);
    private static final int MOST = 4;

    private final TasksModel model;

    public NoticeStack(TasksModel model) {
        this.model = model;
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
        }
        return card;
    }
}

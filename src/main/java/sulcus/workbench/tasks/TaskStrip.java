package sulcus.workbench.tasks;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import sulcus.workbench.theme.Bubble;

/** The oldest running job in the status bar, and all of them on a click. */
public final class TaskStrip extends HBox {
    private final TasksModel model;
    private final Button more = new Button();
    private PopOver all;

    public TaskStrip(TasksModel model) {
        this.model = model;
        getStyleClass().add("tasks");
        setAlignment(Pos.CENTER_RIGHT);
        more.getStyleClass().addAll("quiet", "more-tasks");
        more.setOnAction(e -> showAll());
        model.rows().addListener((ListChangeListener<JobRow>) change -> refresh());
        refresh();
    }

    private void refresh() {
        getChildren().clear();
        if (model.rows().isEmpty()) {
            Label idle = new Label("ready");
            idle.getStyleClass().add("idle");
            getChildren().add(idle);
            if (all != null) {
                all.hide();
            }
            return;
        }
        getChildren().addAll(row(model.rows().getFirst(), 120));
        if (model.rows().size() > 1) {
            more.setText("+" + (model.rows().size() - 1));
            more.setAccessibleText("Show all " + model.rows().size() + " tasks");
            getChildren().add(more);
        }
        if (all != null && all.isShowing()) {
            all.setContentNode(list());
        }
    }

    private static Node[] row(JobRow row, double width) {
        Label name = new Label(row.name());
        name.getStyleClass().add("task-name");
        Label words = new Label();
        words.getStyleClass().add("task-words");
        words.textProperty().bind(row.wordsProperty());
        ProgressBar bar = new ProgressBar();
        bar.setPrefWidth(width);
        bar.progressProperty().bind(row.fractionProperty());
        bar.setAccessibleText("Progress of " + row.name());
        Button cancel = new Button(null, new FontIcon(Feather.X));
        cancel.getStyleClass().addAll("quiet", "cancel-task");
        cancel.setTooltip(new Tooltip("Cancel; what is finished stays"));
        cancel.setAccessibleText("Cancel " + row.name());
        cancel.setOnAction(e -> row.cancel());
        return new Node[] {name, words, bar, cancel};
    }

    private void showAll() {
        all = new Bubble(list(), PopOver.ArrowLocation.BOTTOM_RIGHT);
        all.show(more);
    }

    private VBox list() {
        VBox list = new VBox(8);
        list.getStyleClass().add("task-list");
        for (JobRow row : model.rows()) {
            HBox line = new HBox(8, row(row, 160));
            line.setAlignment(Pos.CENTER_RIGHT);
            list.getChildren().add(line);
        }
        return list;
    }
}

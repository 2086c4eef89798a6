package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import sulcus.figure.RecoveryPainter;
import sulcus.figure.Theme;
import sulcus.study.RecoveryPoint;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Shown;

/** The loss curve of a training while it goes on, over the window; it may be put away and shown again. */
final class RecoverySheet {
    private RecoverySheet() {}

    /** @param export writes the curve as a figure */
    static void show(ModalPane over, RecoveryRun run, ObservableValue<Theme> theme, Consumer<Shown> export) {
        FigureView curve = new FigureView(theme);
        curve.setId("recovery-curve");
        curve.setPrefHeight(340);
        Label words = new Label();
        words.setId("recovery-words");
        words.getStyleClass().add("hint");
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button stop = new Button("Stop, keep the best");
        stop.setId("recovery-stop");
        stop.setMinWidth(Region.USE_PREF_SIZE);
        stop.disableProperty().bind(run.runningProperty().not());
        stop.setOnAction(e -> run.stop());
        Button write = new Button("Export figure…");
        write.setMinWidth(Region.USE_PREF_SIZE);
        write.setOnAction(e -> export.accept(shown(run)));
        Button close = new Button("Put away");
        close.setMinWidth(Region.USE_PREF_SIZE);
        close.setOnAction(e -> over.hide(true));
        HBox buttons = new HBox(8, words, stop, write, close);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.getStyleClass().add("form-buttons");
        Runnable draw = () -> {
            List<RecoveryPoint> points = run.pointsProperty().get();
            curve.show(t -> painter(run, points, t));
            words.setText(words(points, run.runningProperty().get()));
            curve.setAccessibleText("Loss curve of the training of " + run.name() + "; " + words.getText());
        };
        run.pointsProperty().addListener((o, was, is) -> draw.run());
        run.runningProperty().addListener((o, was, is) -> draw.run());
        draw.run();
        new Form(over, "Recovery", "")
                .width(720)
                .content(curve)
                .content(buttons)
                .show();
    }

    private static RecoveryPainter painter(RecoveryRun run, List<RecoveryPoint> points, Theme theme) {
        return new RecoveryPainter("Training of " + run.name(), points, run.steps(), theme);
    }

    private static Shown shown(RecoveryRun run) {
        List<RecoveryPoint> points = run.pointsProperty().get();
        return new Shown(
                "Training of " + run.name(),
                "recovery",
                theme -> painter(run, points, theme),
                0.5,
                () -> painter(run, points, Theme.PAPER).numbers(),
                "");
    }

    static String words(List<RecoveryPoint> points, boolean running) {
        if (points.isEmpty()) {
            return running ? "the first validation is under way" : "ended before the first validation";
        }
        double best =
                points.stream().mapToDouble(RecoveryPoint::validationLoss).min().orElseThrow();
        return String.format(
                Locale.ROOT,
                "%s · validation %.4f at first, %.4f at best",
                running
                        ? "step " + points.getLast().step()
                        : "ended at step " + points.getLast().step(),
                points.getFirst().validationLoss(),
                best);
    }
}

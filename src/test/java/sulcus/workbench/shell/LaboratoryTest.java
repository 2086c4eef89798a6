package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.event.ActionEvent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.workbench.Toolkit;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.View;

/** Interventions on the sample's running model, in the window. */
class LaboratoryTest {
    private static final Path STUDY = Path.of("sample-data", "study");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;

    @BeforeEach
    void open() {
        assumeTrue(Study.isStudy(STUDY), "the bundled sample study is not there");
        Toolkit.start();
        operations.leaveUntouched(STUDY);
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, new NoFiles(), new Look(Look.Choice.DARK), lanes, Toolkit.watchdog()));
        scene = Toolkit.onWindow(() -> workbench.scene(1280, 800));
        Toolkit.snapshot(scene);
        Toolkit.run(() -> workbench.open(STUDY));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
        Toolkit.run(() -> workbench.views().bring("laboratory"));
        Toolkit.snapshot(scene);
    }

    @AfterEach
    void close() {
        Toolkit.close(scene);
        operations.close();
        lanes.close();
    }

    private TextArea said(String way) {
        return (TextArea) scene.lookup("#lab-" + way);
    }

    @Test
    void theModelIsRunBesideItselfAndMeasured() throws IOException {
        Toolkit.run(() -> {
            ((TextField) scene.lookup("#lab-prompt")).setText("Dates: 2021-03-04, 2021-03-05, 2021-");
            ((Button) scene.lookup("#lab-run")).fire();
        });
        Toolkit.until(
                "run",
                () -> !said("untouched").getText().isEmpty()
                        && !said("as-many-at-random").getText().isEmpty());
        String plain = Toolkit.onWindow(() -> said("untouched").getText());
        assertThat(Toolkit.onWindow(() -> said("with-interventions").getText()))
                .as("nothing is done to the model yet")
                .isEqualTo(plain);

        Toolkit.run(() -> most("brackets", 1).fire());
        Toolkit.until("added", () -> scene.lookup(".intervention") != null);
        Toolkit.run(() -> ((TextField) scene.lookup("#lab-prompt")).setText("([{<"));
        Toolkit.until("run again", () -> !said("as-many-at-random").getText().isEmpty() && says().contains("neurons"));
        few();
        Toolkit.run(() -> ((Button) scene.lookup("#lab-curve")).fire());
        Toolkit.until("curve", () -> workbench.tasks().rows().isEmpty() && measured());
        Toolkit.snapshot(scene);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "laboratory.png"));

        Toolkit.run(() -> unlearn("lists").fire());
        Toolkit.until(
                "unlearned",
                () -> workbench.tasks().rows().isEmpty()
                        && scene.lookup("#lab-measured").getAccessibleText().startsWith("0 0 arithmetic"));
        Toolkit.snapshot(scene);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "laboratory-unlearning.png"));
        List<List<String>> steps =
                Toolkit.onWindow(() -> laboratory().shown().numbers().get());
        assertThat(steps.stream().skip(1).map(List::getFirst).distinct())
                .as("the untouched model, and the steps that were asked for")
                .containsExactly("0", "1", "2", "3");
        assertThat(STUDY.resolve("laboratory"))
                .as("the sample is left as it came")
                .doesNotExist();
    }

    private View laboratory() {
        return workbench.views().views().stream()
                .filter(view -> view.id().equals("laboratory"))
                .findFirst()
                .orElseThrow();
    }

    /** Fewer texts, tokens and steps than usual, by hand; what cannot be is brought to what can. */
    private void few() {
        Toolkit.run(() -> ((Button) scene.lookup("#lab-amounts")).fire());
        Toolkit.until("amounts", () -> amount("texts") != null);
        Toolkit.run(() -> {
            for (String[] set : new String[][] {{"texts", "4"}, {"tokens", "200"}, {"draws", "0"}, {"steps", "3"}}) {
                amount(set[0]).setText(set[1]);
                amount(set[0]).fireEvent(new ActionEvent());
            }
        });
        assertThat(Toolkit.onWindow(() -> amount("draws").getText())).isEqualTo("2");
        Window bubble = Toolkit.onWindow(() -> amount("texts").getScene().getWindow());
        Toolkit.write(Toolkit.snapshot(bubble.getScene()), Path.of("target", "screenshots", "laboratory-amounts.png"));
        Toolkit.run(bubble::hide);
    }

    private static TextField amount(String name) {
        return Window.getWindows().stream()
                .map(window -> (TextField) window.getScene().getRoot().lookup("#amounts-" + name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private String says() {
        return scene.getRoot().lookupAll(".hint").stream()
                .filter(Label.class::isInstance)
                .map(l -> ((Label) l).getText())
                .filter(t -> t != null && t.endsWith("neurons"))
                .findFirst()
                .orElse("");
    }

    private boolean measured() {
        return !scene.lookup("#lab-measured").getAccessibleText().contains("nothing");
    }

    private MenuItem most(String kind, int at) {
        MenuButton add = (MenuButton) scene.lookup("#intervention-add");
        add.getOnShowing().handle(null);
        return add.getItems().stream()
                .filter(i -> i instanceof Menu && i.getText().endsWith(kind))
                .map(i -> ((Menu) i).getItems().get(at))
                .findFirst()
                .orElseThrow();
    }

    private MenuItem unlearn(String kind) {
        return ((MenuButton) scene.lookup("#lab-unlearn"))
                .getItems().stream()
                        .filter(i -> i.getText().equals(kind))
                        .findFirst()
                        .orElseThrow();
    }
}

package sulcus.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndoTest {
    private final Undo undo = new Undo();
    private final List<String> done = new ArrayList<>();

    private void step(String name) {
        done.add(name);
        undo.did(name, () -> done.remove(name), () -> done.add(name));
    }

    @Test
    void takesStepsBackByNameAndDoesThemAgain() {
        step("a");
        step("b");
        assertThat(undo.undoNameProperty().get()).isEqualTo("b");
        undo.undo();
        assertThat(done).containsExactly("a");
        assertThat(undo.undoNameProperty().get()).isEqualTo("a");
        assertThat(undo.redoNameProperty().get()).isEqualTo("b");
        undo.redo();
        assertThat(done).containsExactly("a", "b");
        assertThat(undo.redoNameProperty().get()).isEmpty();
    }

    @Test
    void ofAHundredAndOneStepsTheOldestStays() {
        for (int i = 0; i <= 100; i++) {
            step("step " + i);
        }
        for (int i = 0; i < 200; i++) {
            undo.undo();
        }
        assertThat(done).containsExactly("step 0");
        assertThat(undo.undoNameProperty().get()).isEmpty();
        for (int i = 0; i < 200; i++) {
            undo.redo();
        }
        assertThat(done).hasSize(101).endsWith("step 100");
    }

    @Test
    void aNewStepForgetsWhatWasTakenBack() {
        step("a");
        undo.undo();
        step("b");
        undo.redo();
        assertThat(done).containsExactly("b");
    }
}

package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import org.junit.jupiter.api.Test;
import sulcus.workbench.Toolkit;
import sulcus.workbench.mosaic.MosaicView;
import sulcus.workbench.view.View;

/** Views and panes are reached by keys. */
class PanesTest extends WindowFixture {
    private Node focused() {
        return Toolkit.onWindow(() -> scene.getFocusOwner());
    }

    @Test
    void theFocusGoesRoundThePanesAndBack() {
        Toolkit.run(() -> find(MosaicView.class).requestFocus());
        List<Node> round = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            round.add(focused());
            run("pane.next");
        }
        assertThat(round.getFirst()).isInstanceOf(MosaicView.class);
        assertThat(round).doesNotHaveDuplicates();
        assertThat(focused()).as("once around, to where it was").isSameAs(round.getFirst());
        run("pane.back");
        assertThat(focused()).isSameAs(round.getLast());
    }

    @Test
    void eachViewHasACommandThatBringsIt() {
        for (View view : workbench.views().views()) {
            run("view.bring." + view.id());
            assertThat(Toolkit.onWindow(
                            () -> workbench.views().activeProperty().get().id()))
                    .isEqualTo(view.id());
        }
        run("view.beside");
        assertThat(Toolkit.onWindow(() -> workbench.views().arrangement().right()))
                .hasSize(1);
        run("view.window");
        assertThat(Toolkit.onWindow(() -> workbench.views().arrangement().windows()))
                .hasSize(1);
        Toolkit.run(() -> workbench.views().close());
    }

    @Test
    void layoutsPutTheViewsWhereTheySay() {
        run("layout.compare");
        var compare = Toolkit.onWindow(() -> workbench.views().arrangement());
        assertThat(compare.leftFront()).isEqualTo("mosaic");
        assertThat(compare.right()).containsExactly("compare");
        run("layout.figure");
        assertThat(Toolkit.onWindow(workbench.panes()::hasSides)).isFalse();
        assertThat(Toolkit.onWindow(() -> workbench.views().arrangement().right()))
                .isEmpty();
        run("layout.explore");
        assertThat(Toolkit.onWindow(workbench.panes()::hasSides)).isTrue();
        assertThat(Toolkit.onWindow(() -> workbench.views().arrangement().leftFront()))
                .isEqualTo("mosaic");
    }
}

package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sulcus.workbench.Toolkit;

/** A window that is closed leaves nothing of itself in memory: maps are large, and windows come and go. */
class ClosedWindowTest extends WindowFixture {
    @Test
    void isForgotten() throws InterruptedException {
        run("view.table");
        for (String view : new String[] {"stack", "network", "text", "carpet", "connectivity", "compare", "layers"}) {
            run("view.bring." + view);
            Toolkit.snapshot(scene);
        }
        WeakReference<Workbench> closed = new WeakReference<>(workbench);
        Toolkit.close(scene);
        Toolkit.run(() -> workbench.views().close());
        lanes.close();
        workbench = null;
        scene = null;
        for (int i = 0; i < 100 && closed.get() != null; i++) {
            System.gc();
            // the toolkit lets go with the pulses after
            Toolkit.run(() -> {});
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(closed.get()).isNull();
    }
}

package sulcus.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check of the window's thread can fail, and fails for what the product does alone. */
class WatchdogTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int FAR_OVER = 400;

    private final Watchdog watchdog = new Watchdog();

    @BeforeAll
    static void toolkit() {
        Toolkit.start();
    }

    @BeforeEach
    void shown() {
        watchdog.start();
        watchdog.shown();
    }

    /** Keeps a processor busy for so many milliseconds of its time. */
    private static void busy(long milliseconds) {
        long end = THREADS.getCurrentThreadCpuTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (THREADS.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    private void answer(Runnable work) {
        watchdog.execute(work);
        Toolkit.run(() -> {});
    }

    @Test
    void anAnswerThatIsLongForTheThirdTimeIsFound() {
        Runnable late = () -> busy(FAR_OVER);
        answer(late);
        answer(late);
        assertThat(watchdog.stop()).isEmpty();
        shown();
        answer(late);
        assertThat(watchdog.stop()).singleElement().asString().contains("WatchdogTest.busy");
    }

    @Test
    void anAnswerOverASecondIsFoundAtOnce() {
        answer(() -> busy(1_200));
        assertThat(watchdog.stop()).singleElement().asString().contains("WatchdogTest.busy");
    }

    @Test
    void shortAnswersAndWaitingAreNotFound() {
        for (int i = 0; i < 4; i++) {
            answer(() -> busy(20));
            answer(() -> {
                try {
                    Thread.sleep(150);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        assertThat(watchdog.stop()).isEmpty();
    }

    /** A library's own work has no frame of the product: here digits of a large number. */
    @Test
    void whatALibraryDoesForItselfHasTheLongerLimit() {
        BigInteger large = BigInteger.ONE.shiftLeft(200_000).subtract(BigInteger.ONE);
        for (int i = 0; i < 4; i++) {
            long before = Toolkit.onWindow(() -> {
                watchdog.begin("a pulse");
                return THREADS.getCurrentThreadCpuTime();
            });
            while (Toolkit.onWindow(THREADS::getCurrentThreadCpuTime) - before
                    < TimeUnit.MILLISECONDS.toNanos(FAR_OVER)) {
                Platform.runLater(new FutureTask<>(large::toString));
            }
            Toolkit.run(watchdog::end);
        }
        assertThat(watchdog.stop()).isEmpty();
    }
}

package sulcus.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LanesTest {
    @Test
    void theEngineDoesOneThingAfterAnotherAndReadsWaitForNone() throws InterruptedException {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(2);
        CountDownLatch done = new CountDownLatch(2);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (Lanes lanes = new Lanes()) {
            lanes.engine().execute(() -> {
                await(free);
                order.add("first");
                done.countDown();
            });
            lanes.engine().execute(() -> {
                order.add("second");
                done.countDown();
            });
            for (int i = 0; i < 2; i++) {
                // each waits for the other, so that both are there at once
                lanes.reading().execute(() -> {
                    read.countDown();
                    await(read);
                });
            }
            await(read);
            assertThat(order).isEmpty();
            free.countDown();
            await(done);
            assertThat(order).containsExactly("first", "second");
        }
    }

    @Test
    void whatIsAskedForAfterTheEndIsNotBegunAndNotAnError() {
        Lanes lanes = new Lanes();
        lanes.close();
        List<String> begun = Collections.synchronizedList(new ArrayList<>());
        assertThatCode(() -> {
                    lanes.engine().execute(() -> begun.add("engine"));
                    lanes.reading().execute(() -> begun.add("reading"));
                    lanes.timer().after(0, () -> begun.add("clock")).run();
                })
                .doesNotThrowAnyException();
        assertThat(begun).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

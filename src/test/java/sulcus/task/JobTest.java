package sulcus.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JobTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByHand executor = new ByHand();
    private final AtomicLong clock = new AtomicLong(-5 * SECOND);

    @Test
    void waitsRunsAndGivesItsResult() {
        Job<Integer> job = Job.of("Add", p -> 2 + 3).start(executor);
        assertThat(job.state()).isEqualTo(Job.State.WAITING);
        assertThat(job.result()).isEmpty();
        executor.all();
        assertThat(job.state()).isEqualTo(Job.State.SUCCEEDED);
        assertThat(job.result()).contains(5);
        assertThat(job.fraction()).isEqualTo(1);
    }

    @Test
    void keepsWhatWasThrown() {
        Refusal refusal = new Refusal("FILE: line 3: not a number; write one");
        Job<Integer> job = Job.<Integer>of("Read", p -> {
                    throw refusal;
                })
                .start(executor);
        executor.all();
        assertThat(job.state()).isEqualTo(Job.State.FAILED);
        assertThat(job.failure()).contains(refusal);
        assertThat(job.result()).isEmpty();
    }

    @Test
    void keepsErrorsToo() {
        Job<Integer> job = Job.<Integer>of("Allocate", p -> {
                    throw new OutOfMemoryError("heap");
                })
                .start(executor);
        executor.all();
        assertThat(job.failure()).get().isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void cancelledBeforeItsTurnNeverRuns() {
        List<String> ran = new ArrayList<>();
        Job<Boolean> job = Job.of("Run", p -> ran.add("body")).start(executor);
        job.cancel();
        executor.all();
        assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
        assertThat(ran).isEmpty();
    }

    @Test
    void cancelledStopsAtItsNextReport() {
        List<Integer> layers = new ArrayList<>();
        Job<?>[] self = new Job<?>[1];
        self[0] = Job.of("Sweep", p -> {
            for (int layer = 0; layer < 10; layer++) {
                p.report("layer " + layer, layer / 10.0);
                layers.add(layer);
                if (layer == 3) {
                    self[0].cancel();
                    assertThat(self[0].state()).isEqualTo(Job.State.CANCELLING);
                }
            }
            return layers;
        });
        self[0].start(executor);
        executor.all();
        assertThat(self[0].state()).isEqualTo(Job.State.CANCELLED);
        assertThat(layers).containsExactly(0, 1, 2, 3);
    }

    @Test
    void cancelReachesPartsOfTheProgress() {
        Job<?>[] self = new Job<?>[1];
        self[0] = Job.of("Parts", p -> {
            Progress part = p.part(0.5, 1);
            self[0].cancel();
            part.check();
            return "unreached";
        });
        self[0].start(executor);
        executor.all();
        assertThat(self[0].state()).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void finishedInSpiteOfCancelHasSucceeded() {
        Job<?>[] self = new Job<?>[1];
        self[0] = Job.of("Write", p -> {
            self[0].cancel();
            return "written";
        });
        self[0].start(executor);
        executor.all();
        assertThat(self[0].state()).isEqualTo(Job.State.SUCCEEDED);
        self[0].cancel();
        assertThat(self[0].state()).isEqualTo(Job.State.SUCCEEDED);
    }

    @Test
    void estimatesTheTimeLeft() {
        Job<?>[] self = new Job<?>[1];
        List<Double> left = new ArrayList<>();
        self[0] = Job.of(
                "Sweep",
                p -> {
                    p.report("layer 1", 0.25);
                    left.add(self[0].secondsLeft().orElse(-1));
                    clock.addAndGet(10 * SECOND);
                    p.report("layer 2", 0.25);
                    left.add(self[0].secondsLeft().orElse(-1));
                    p.report("layer 3", 0.5);
                    left.add(self[0].secondsLeft().orElse(-1));
                    return null;
                },
                clock::get);
        self[0].start(executor);
        clock.addAndGet(7 * SECOND);
        executor.all();
        assertThat(left).as("none in the first second").containsExactly(-1.0, 30.0, 10.0);
        assertThat(self[0].secondsElapsed()).isEqualTo(10, within(1e-9));
        clock.addAndGet(SECOND);
        assertThat(self[0].secondsElapsed()).isEqualTo(10, within(1e-9));
        assertThat(self[0].secondsLeft()).isEmpty();
    }

    @Test
    void progressNeverRunsBackwardsNorOutside() {
        Job<?>[] self = new Job<?>[1];
        List<Double> seen = new ArrayList<>();
        self[0] = Job.of("Sweep", p -> {
            for (double part : new double[] {0.5, 0.25, Double.NaN, 1.2}) {
                p.report("part", part);
                seen.add(self[0].fraction());
            }
            return null;
        });
        self[0].start(executor);
        executor.all();
        assertThat(seen).containsExactly(0.5, 0.5, 0.5, 1.0);
    }

    @Test
    void listenersHearEveryStateAndProgressAtMostTwentyTimesASecond() {
        List<String> heard = new ArrayList<>();
        Job<?> job = Job.of(
                "Count",
                p -> {
                    for (int i = 0; i < 1000; i++) {
                        p.report("step " + i, i / 1000.0);
                        clock.addAndGet(SECOND / 1000);
                    }
                    return null;
                },
                clock::get);
        job.onChange(j -> heard.add(j.state() + " " + j.what()));
        job.start(executor);
        executor.all();
        assertThat(heard).startsWith("WAITING ", "RUNNING ", "RUNNING step 0", "RUNNING step 50");
        assertThat(heard).endsWith("SUCCEEDED step 999").hasSize(2 + 20 + 1);
    }

    @Test
    void cancelFromAnotherThreadEndsAJobOnItsLane() throws InterruptedException {
        try (Lanes lanes = new Lanes()) {
            CountDownLatch inside = new CountDownLatch(1);
            Job<Object> job = Job.of("Endless", p -> {
                        inside.countDown();
                        while (true) {
                            p.report("on", 0.5);
                            Thread.onSpinWait();
                        }
                    })
                    .start(lanes.engine());
            inside.await();
            job.cancel();
            assertThat(job.await(1, TimeUnit.SECONDS)).isTrue();
            assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
        }
    }

    @Test
    void listKeepsOpenJobsOnly() {
        TaskList tasks = new TaskList();
        List<Integer> sizes = new ArrayList<>();
        tasks.onChange(job -> sizes.add(tasks.open().size()));
        Job<Integer> first = tasks.start(Job.of("One", p -> 1), executor);
        Job<Integer> second = tasks.start(Job.of("Two", p -> 2), executor);
        assertThat(tasks.open()).containsExactly(first, second);
        executor.one();
        assertThat(tasks.open()).containsExactly(second);
        tasks.cancelAll();
        assertThat(tasks.open()).isEmpty();
        assertThat(sizes).startsWith(1, 2).endsWith(0);
    }
}

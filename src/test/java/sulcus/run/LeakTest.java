package sulcus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.run.train.LowRank;
import sulcus.run.train.LowRankTrainer;
import sulcus.task.Progress;

/** Native memory does not show in the heap: what stays behind in the engine is seen in the process's resident set only. */
class LeakTest {
    private static final Path PROCESS = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;
    private static final int TOKENS = 256;
    private static final int HIDDEN = 128;
    private static final int STRETCHES = 15;

    /** One hidden state that stays behind in every repetition makes this much. */
    private static long oneTensorEach(int repetitions) {
        return (long) repetitions * TOKENS * HIDDEN * Float.BYTES;
    }

    private static Model model() {
        Description d = new Description(
                "llama",
                2,
                HIDDEN,
                new Description.Embedding(Toys.VOCABULARY, 1, false, 1, 0),
                new Description.Attention(2, new int[] {2, 2}, 32, new int[2], 0.2, 0),
                new Description.Mlp(new int[] {192, 192}, Description.Activation.SILU, true),
                new Description.Norm(true, 1e-5, false),
                new Description.Position.Rotary(8, new double[] {1, 0.3, 0.05, 0.01}, 1),
                false,
                512);
        return MemoryWeights.llama(d, 5, 0.1, false);
    }

    @Test
    void forwardsLeaveNothingBehind() throws IOException {
        assumeTrue(Files.exists(PROCESS), "the resident set is read from Linux's /proc");
        int[] text = Toys.text(TOKENS, 1);
        try (Runner runner = Runner.open(model(), Device.CPU)) {
            assertFlat(100, () -> {
                runner.losses(text, Gates.OPEN);
                runner.generate(new int[] {1, 2, 3}, 2, -1, Gates.OPEN, token -> {});
            });
        }
    }

    @Test
    void sweepsLeaveNothingBehind() throws IOException {
        assumeTrue(Files.exists(PROCESS), "the resident set is read from Linux's /proc");
        List<List<int[]>> groups = List.of(List.of(Toys.text(TOKENS, 1), Toys.text(20, 2)));
        Model model = model();
        float[] bias = new float[HIDDEN];
        assertFlat(
                100,
                () -> Sweep.walk(
                        model,
                        groups,
                        Device.CPU,
                        1,
                        new Sweep.Visitor() {
                            @Override
                            public Sweep.Wanted wanted(int layer) {
                                return new Sweep.Wanted(true, true, true);
                            }

                            @Override
                            public void visit(LayerSignals signals) {
                                assertThat(signals.product()).hasSize(signals.tokens() * signals.neurons());
                            }

                            @Override
                            public Sweep.Change finish(int layer) {
                                return layer == 0 ? new Sweep.Change(null, null, bias) : null;
                            }
                        },
                        Progress.NONE));
    }

    @Test
    void stepsOfTrainingLeaveNothingBehind() throws IOException {
        assumeTrue(Files.exists(PROCESS), "the resident set is read from Linux's /proc");
        int[][] windows = {Toys.text(TOKENS, 1), Toys.text(TOKENS, 2)};
        Model model = model();
        LowRank adapters = LowRank.initial(model, 4, 8, Set.copyOf(LowRank.SLOTS), 1);
        try (LowRankTrainer trainer = new LowRankTrainer(model, adapters, Device.CPU)) {
            assertFlat(30, () -> {
                trainer.step(windows, 1e-3, Progress.NONE);
                trainer.loss(windows[0]);
            });
        }
    }

    /**
     * What leaks grows in every stretch; pools of the engine and the heap grow now and then. So one stretch of several that
     * adds less than half a tensor each time is enough.
     */
    private static void assertFlat(int repetitions, Runnable work) throws IOException {
        List<Long> growth = new ArrayList<>();
        repeat(repetitions / 2, work);
        do {
            long before = resident();
            repeat(repetitions, work);
            growth.add(resident() - before);
        } while (growth.size() < STRETCHES && growth.getLast() >= oneTensorEach(repetitions) / 2);
        assertThat(growth.getLast())
                .as("bytes of growth in %d repetitions, again and again: %s", repetitions, growth)
                .isLessThan(oneTensorEach(repetitions) / 2);
    }

    private static void repeat(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }

    private static long resident() throws IOException {
        System.gc();
        return Long.parseLong(Files.readString(PROCESS).split(" ")[1]) * PAGE;
    }
}

package sulcus.run.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.FamilyFixtures;
import sulcus.export.TinyFolder;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class LowRankTrainerTest {
    private static final Set<Slot> ALL = EnumSet.copyOf(LowRank.SLOTS);

    @TempDir
    Path folder;

    private Model llama() throws Exception {
        return Model.open(TinyFolder.write(folder.resolve("llama"), TinyFolder.llama(), ElementType.F32, null));
    }

    private Model gpt2() throws Exception {
        return Model.open(TinyFolder.write(folder.resolve("gpt2"), TinyFolder.gpt2(), ElementType.F32, null));
    }

    /** Layers of different widths, and biases of the down projection that the family does not have. */
    private static Model pruned(Model dense) {
        return new Pruning(TinyFolder.plan(40, 23, 9), TinyFolder.biases(), null).apply(dense);
    }

    private static int[][] windows(int count, int length) {
        Random random = new Random(2);
        int[][] windows = new int[count][];
        for (int i = 0; i < count; i++) {
            windows[i] = random.ints(length, 0, TinyFolder.VOCABULARY).toArray();
        }
        return windows;
    }

    /** Away from the start, where B is zero and A has no gradient. */
    private static LowRank moved(Model model, Set<Slot> slots) {
        LowRank adapters = LowRank.initial(model, 3, 6, slots, 4);
        Random random = new Random(6);
        for (int i = 0; i < adapters.values().length; i++) {
            adapters.values()[i] += (float) (0.1 * random.nextGaussian());
        }
        return adapters;
    }

    @Test
    void theGradientOfRoundedProductsHasTheSameDirection() throws Exception {
        float[][] gradients = new float[2][];
        try (Model model = llama()) {
            for (int i = 0; i < 2; i++) {
                LowRank adapters = moved(model, ALL);
                gradients[i] = new float[adapters.values().length];
                Device device = i == 0 ? Device.CPU : Device.CPU_BFLOAT16;
                try (LowRankTrainer trainer = new LowRankTrainer(model, adapters, device)) {
                    trainer.gradient(windows(2, 9), gradients[i], Progress.NONE);
                }
            }
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < gradients[0].length; i++) {
            ab += gradients[0][i] * gradients[1][i];
            aa += gradients[0][i] * gradients[0][i];
            bb += gradients[1][i] * gradients[1][i];
        }
        assertThat(gradients[1]).isNotEqualTo(gradients[0]);
        assertThat(ab / Math.sqrt(aa * bb)).isGreaterThan(0.999);
    }

    private static void gradientIsTheSlope(Model model, Set<Slot> slots) {
        LowRank adapters = moved(model, slots);
        int[][] windows = windows(2, 9);
        float[] values = adapters.values();
        float[] gradient = new float[values.length];
        try (LowRankTrainer trainer = new LowRankTrainer(model, adapters, Device.CPU)) {
            double loss = trainer.gradient(windows, gradient, Progress.NONE);
            assertThat(loss).isEqualTo(mean(trainer, windows), within(1e-5));
            for (LowRank.Target target : adapters.targets()) {
                int end = target.b() + target.rows() * adapters.rank();
                for (int[] part : new int[][] {{target.a(), target.b()}, {target.b(), end}}) {
                    // along the gradient's sign, so that the difference stands out of float32's rounding
                    double expected = 0;
                    float h = 1e-2f / (float) Math.sqrt(part[1] - part[0]);
                    float[] kept = values.clone();
                    for (int i = part[0]; i < part[1]; i++) {
                        expected += Math.abs(gradient[i]);
                        values[i] = kept[i] + h * Math.signum(gradient[i]);
                    }
                    double above = mean(trainer, windows);
                    for (int i = part[0]; i < part[1]; i++) {
                        values[i] = kept[i] - h * Math.signum(gradient[i]);
                    }
                    double below = mean(trainer, windows);
                    System.arraycopy(kept, 0, values, 0, kept.length);
                    assertThat(expected).as(target.name()).isPositive();
                    assertThat((above - below) / (2 * h))
                            .as(target.name())
                            .isEqualTo(expected, within(0.02 * Math.max(expected, 0.05)));
                }
            }
        }
    }

    private static double mean(LowRankTrainer trainer, int[][] windows) {
        double sum = 0;
        int predicted = 0;
        for (int[] window : windows) {
            sum += trainer.loss(window);
            predicted += window.length - 1;
        }
        return sum / predicted;
    }

    @Test
    void gradientsOfAllTargetsAreTheSlopesOfTheLoss() throws Exception {
        try (Model dense = llama()) {
            gradientIsTheSlope(pruned(dense), ALL);
        }
    }

    /** Each expert passes its part of the thin products, as if the adapters were in the weights. */
    @Test
    void expertsAreAdaptedAsIfTheAdaptersWereMerged() throws Exception {
        Path mixture = FamilyFixtures.folder("qwen2-moe");
        try (Model model = Model.open(mixture)) {
            LowRank adapters = moved(model, ALL);
            int[] window = windows(1, 20)[0];
            try (LowRankTrainer trainer = new LowRankTrainer(model, adapters, Device.CPU);
                    Runner merged = Runner.open(adapters.merged(model), Device.CPU)) {
                double sum = 0;
                for (float loss : merged.losses(window, Gates.OPEN)) {
                    sum += loss;
                }
                assertThat(trainer.loss(window)).isEqualTo(sum, within(1e-3));
                float[] gradient = new float[adapters.values().length];
                trainer.gradient(new int[][] {window}, gradient, Progress.NONE);
                for (LowRank.Target target : adapters.targets()) {
                    double size = 0;
                    for (int i = target.a(); i < target.b() + target.rows() * adapters.rank(); i++) {
                        size += Math.abs(gradient[i]);
                    }
                    assertThat(size).as(target.name()).isPositive();
                }
            }
        }
    }

    @Test
    void aPartOfAJoinedProductCanBeAdaptedAlone() throws Exception {
        try (Model dense = llama()) {
            gradientIsTheSlope(dense, EnumSet.of(Slot.QUERY, Slot.VALUE, Slot.UP));
            gradientIsTheSlope(dense, EnumSet.of(Slot.KEY));
        }
    }

    @Test
    void aGpt2HasNoGateAndIsTrainedAllTheSame() throws Exception {
        try (Model gpt2 = gpt2()) {
            assertThat(LowRank.initial(gpt2, 2, 4, ALL, 0).targets()).hasSize(6 * TinyFolder.LAYERS);
            gradientIsTheSlope(gpt2, ALL);
        }
    }

    @Test
    void newAdaptersChangeNothingAndMergedOnesSayWhatTheTrainerSays() throws Exception {
        int[] text = TinyFolder.text(20);
        try (Model dense = llama()) {
            Model model = pruned(dense);
            float[] before = losses(model, text);
            float[] untouched = losses(LowRank.initial(model, 3, 6, ALL, 4).merged(model), text);
            assertThat(untouched).containsExactly(before);
            LowRank adapters = moved(model, ALL);
            double merged = 0;
            for (float loss : losses(adapters.merged(model), text)) {
                merged += loss;
            }
            try (LowRankTrainer trainer = new LowRankTrainer(model, adapters, Device.CPU)) {
                assertThat(trainer.loss(text)).isEqualTo(merged, within(1e-4));
            }
            assertThat(Math.abs(merged - sum(before))).isGreaterThan(1e-2);
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static float[] losses(Model model, int[] text) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return runner.losses(text, Gates.OPEN);
        }
    }

    @Test
    void theLossFallsAndTheWeightsStay() throws Exception {
        try (Model model = llama()) {
            float[] weights = model.weights().read(WeightId.weight(Slot.UP, 1));
            LowRank adapters = LowRank.initial(model, 4, 8, ALL, 1);
            int[][] windows = windows(4, 12);
            try (LowRankTrainer trainer = new LowRankTrainer(model, adapters, Device.CPU)) {
                double first = trainer.step(windows, 1e-2, Progress.NONE);
                for (int i = 0; i < 60; i++) {
                    trainer.step(windows, 1e-2, Progress.NONE);
                }
                assertThat(mean(trainer, windows)).isLessThan(0.5 * first);
            }
            assertThat(model.weights().read(WeightId.weight(Slot.UP, 1))).containsExactly(weights);
        }
    }

    /** What the backward pass reads must not be the garbage collector's by then. */
    @Test
    void gradientsAreTheSameBitsWhileGarbageIsCollected() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (Model model = llama();
                ExecutorService collecting = Executors.newSingleThreadExecutor()) {
            LowRank adapters = moved(model, ALL);
            int[][] windows = windows(6, 60);
            try (LowRankTrainer trainer = new LowRankTrainer(model, adapters, Device.CPU)) {
                float[] first = new float[adapters.values().length];
                trainer.gradient(windows, first, Progress.NONE);
                collecting.execute(() -> {
                    while (!done.get()) {
                        long start = System.nanoTime();
                        System.gc();
                        // as much time for the gradient as for the collection, however large the heap of the whole test
                        // run is
                        LockSupport.parkNanos(System.nanoTime() - start);
                        ByteBuffer[] others = new ByteBuffer[100];
                        for (int i = 0; i < others.length; i++) {
                            others[i] = ByteBuffer.allocateDirect(8).putFloat(1e30f);
                        }
                    }
                });
                for (int i = 0; i < 4; i++) {
                    float[] again = new float[first.length];
                    trainer.gradient(windows, again, Progress.NONE);
                    assertThat(again).containsExactly(first);
                }
            } finally {
                done.set(true);
            }
        }
    }

    @Test
    void wrongTargetsAreRefused() throws Exception {
        assertThatThrownBy(() -> LowRank.slot("mlp"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("query,key");
        assertThat(LowRank.slot("attention-output")).isEqualTo(Slot.ATTENTION_OUTPUT);
        try (Model gpt2 = gpt2()) {
            assertThatThrownBy(() -> LowRank.initial(gpt2, 2, 4, EnumSet.of(Slot.GATE), 0))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("none of the target matrices");
        }
    }
}

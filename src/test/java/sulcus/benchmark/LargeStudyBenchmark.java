package sulcus.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import sulcus.figure.MosaicData;
import sulcus.study.LargeStudy;
import sulcus.study.PeakMemory;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.task.Progress;
import sulcus.workbench.Toolkit;
import sulcus.workbench.mosaic.MosaicView;
import sulcus.workbench.mosaic.Overlay;
import sulcus.workbench.shell.NoFiles;
import sulcus.workbench.shell.StudyOperations;
import sulcus.workbench.shell.Workbench;
import sulcus.workbench.theme.Look;

/**
 * The window on a study of 80 layers × 28,672 neurons × 128 networks a layer, with the mosaic at 1600 × 1000 pixels and the
 * table of networks open: {@code mvn -q test-compile exec:exec@benchmark -Dbenchmark=LargeStudy -Dbenchmark.args=FOLDER}.
 * The first call writes the study, 1.3 GB, into the folder; the next ones measure. Ends with status 1 if a target is missed.
 */
public final class LargeStudyBenchmark {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 1000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private final Workbench workbench;
    private final Scene scene;
    private final WindowThread window = new WindowThread();
    private long pulseBegan;
    /** Milliseconds of the last pulse: styles, layout, painting. */
    private volatile double pulse;

    private boolean missed;

    private LargeStudyBenchmark() {
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, new NoFiles(), new Look(Look.Choice.DARK), lanes, Platform::runLater));
        scene = Toolkit.onWindow(() -> workbench.scene(100, 100));
        // the headless platform copies what is shown pixel by pixel: little is shown of all that is laid out and
        // painted
        Toolkit.run(() -> {
            Stage stage = new Stage();
            stage.setScene(scene);
            stage.show();
        });
        fit();
        Toolkit.run(() -> {
            scene.addPreLayoutPulseListener(() -> pulseBegan = System.nanoTime());
            scene.addPostLayoutPulseListener(() -> pulse = millis(pulseBegan));
        });
        lanes.every(5, window::ask);
    }

    /** Gives the window the size at which the mosaic has its own. */
    private void fit() {
        Region root = (Region) workbench.root();
        MosaicView mosaic = workbench.mosaicPane().view();
        for (int pass = 0; pass < 8; pass++) {
            Toolkit.run(() -> root.resize(
                    root.getWidth() + WIDTH - mosaic.getWidth(), root.getHeight() + HEIGHT - mosaic.getHeight()));
            afterPulse(() -> true);
        }
    }

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        if (!Study.isStudy(folder)) {
            say("writing the study into %s", folder);
            LargeStudy.BENCHMARK.write(folder, Progress.NONE);
            say("written; call again to measure");
            return;
        }
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        System.setProperty("java.awt.headless", "true");
        Toolkit.start();
        LargeStudyBenchmark benchmark = new LargeStudyBenchmark();
        int status = 2;
        try {
            benchmark.open(folder);
            benchmark.moves(args.length > 1 ? Integer.parseInt(args[1]) : 1000);
            benchmark.steps(args.length > 2 ? Integer.parseInt(args[2]) : 300);
            benchmark.memory();
            status = benchmark.missed ? 1 : 0;
        } catch (RuntimeException e) {
            e.printStackTrace();
        }
        System.exit(status);
    }

    private void open(Path folder) {
        MosaicView mosaic = workbench.mosaicPane().view();
        say("mosaic %.0f x %.0f pixels", mosaic.getWidth(), mosaic.getHeight());
        long start = System.nanoTime();
        Toolkit.run(() -> workbench.open(folder));
        afterPulse(() -> workbench.mosaic().dataProperty().get() != null);
        target("open, first mosaic", millis(start), 3000);
        window.say("opening");
        afterPulse(() -> !workbench.networks().rows().isEmpty());
        say("  table of networks filled after %.0f ms", millis(start));
        afterPulse(() -> workbench.tasks().rows().isEmpty()
                && workbench.mosaic().belongingProperty().get() != null);
        window.say("reading the rest");
    }

    /** The window's whole work for a move: plan, mosaic, slice, histogram, numbers. */
    private void moves(int moves) {
        Random random = new Random(1);
        double[] times = new double[moves];
        double[] processor = new double[moves];
        float before = Toolkit.onWindow(() -> workbench.cut().outcome().threshold());
        Toolkit.run(() -> workbench.cut().begin("threshold"));
        for (int i = 0; i < moves; i++) {
            float threshold = 1.5f + 5 * random.nextFloat();
            double[] planned = new double[1];
            long busy = Toolkit.onWindow(() -> {
                long processorBefore = THREADS.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                workbench.cut().setThreshold(threshold);
                planned[0] = millis(start);
                return processorBefore;
            });
            afterPulse(() -> true);
            times[i] = planned[0] + pulse;
            processor[i] = (Toolkit.onWindow(THREADS::getCurrentThreadCpuTime) - busy) / 1e6;
        }
        Toolkit.run(() -> {
            workbench.cut().setThreshold(before);
            workbench.cut().end();
        });
        target("threshold move", times, 33);
        say("  processor time, which a crowded machine does not stretch: %s", spread(processor));
        window.say("moving the threshold");
    }

    /** From the key until the mosaic shows the network; every fourth step goes to the next layer or so. */
    private void steps(int steps) {
        Toolkit.run(() -> workbench.commands().stream()
                .filter(command -> command.id().equals("view.table"))
                .forEach(command -> command.action().run()));
        fit();
        window.say("opening the table");
        double[] times = new double[steps];
        Toolkit.run(() -> workbench.networks().step(0));
        afterPulse(() -> workbench.mosaic().overlayProperty().get() instanceof Overlay.Network);
        for (int i = 0; i < steps; i++) {
            int by = i % 4 == 0 ? 101 : 1;
            MosaicData before =
                    Toolkit.onWindow(() -> workbench.mosaic().dataProperty().get());
            long start = System.nanoTime();
            Toolkit.run(() -> workbench.networks().step(by));
            afterPulse(() -> workbench.mosaic().dataProperty().get().values() != before.values());
            times[i] = millis(start);
        }
        target("step to the next network", times, 100);
        window.say("stepping");
    }

    private void memory() {
        long heap = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            heap += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
        }
        say("Java heap at most %.2f GB", heap * 1e-9);
        target("peak resident memory, mapped files included, MB", PeakMemory.bytes() * 1e-6, 2000);
    }

    /** Waits until the window has been laid out, and so painted, while something holds. */
    private void afterPulse(BooleanSupplier holds) {
        CountDownLatch painted = new CountDownLatch(1);
        Runnable listener = () -> {
            if (holds.getAsBoolean()) {
                painted.countDown();
            }
        };
        Toolkit.run(() -> {
            scene.addPostLayoutPulseListener(listener);
            Platform.requestNextPulse();
        });
        try {
            while (!painted.await(5, TimeUnit.MILLISECONDS)) {
                Platform.runLater(Platform::requestNextPulse);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Toolkit.run(() -> scene.removePostLayoutPulseListener(listener));
    }

    private void target(String what, double value, double target) {
        missed |= value > target;
        say("%s: %.0f, target %.0f%s", what, value, target, value > target ? " MISSED" : "");
    }

    private void target(String what, double[] times, double target) {
        String spread = spread(times);
        boolean over = percentile99(times) > target;
        missed |= over;
        say("%s: %s; target p99 %.0f ms%s", what, spread, target, over ? " MISSED" : "");
    }

    private static String spread(double[] times) {
        Arrays.sort(times);
        return String.format(
                Locale.ROOT,
                "mean %.1f ms, p50 %.1f, p99 %.1f, max %.1f",
                Arrays.stream(times).average().orElse(Double.NaN),
                times[times.length / 2],
                percentile99(times),
                times[times.length - 1]);
    }

    private static double percentile99(double[] sorted) {
        return sorted[(int) (sorted.length * 0.99)];
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** How long the window's thread lets others wait. */
    private static final class WindowThread {
        private boolean asked;
        private double longest;

        synchronized void ask() {
            if (!asked) {
                asked = true;
                long start = System.nanoTime();
                Platform.runLater(() -> answered(millis(start)));
            }
        }

        private synchronized void answered(double waited) {
            asked = false;
            longest = Math.max(longest, waited);
        }

        synchronized void say(String when) {
            LargeStudyBenchmark.say("  window's thread busy for at most %.0f ms while %s", longest, when);
            longest = 0;
        }
    }
}

package sulcus.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;
import sulcus.decompose.layout.SliceLayout;
import sulcus.figure.MosaicData;
import sulcus.figure.MosaicGeometry;
import sulcus.figure.MosaicRaster;
import sulcus.figure.Preserved;
import sulcus.figure.Theme;
import sulcus.prune.Footprint;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.Target;

/**
 * How long a move of the threshold takes until it is planned and all pixels of the mosaic are new.
 *
 * <p>Arguments: layers, neurons of a layer, width and height of the window in pixels, repetitions; by default 32, 11008,
 * 1600, 1000, 2000. Prints milliseconds: mean, median, 99th percentile, largest, and processor time (which a busy machine
 * does not stretch).
 */
public final class RepaintBenchmark {
    private RepaintBenchmark() {}

    public static void main(String[] arguments) {
        int layers = argument(arguments, 0, 32);
        int neurons = argument(arguments, 1, 11_008);
        int width = argument(arguments, 2, 1600);
        int height = argument(arguments, 3, 1000);
        int repetitions = argument(arguments, 4, 2000);
        Random random = new Random(1);
        float[][] values = new float[layers][neurons];
        int[] widths = new int[layers];
        for (int l = 0; l < layers; l++) {
            widths[l] = neurons;
            for (int j = 0; j < neurons; j++) {
                values[l][j] = (float) (2.2 + Math.abs(random.nextGaussian()) * 1.3);
            }
        }
        int[] each = new int[layers];
        Arrays.fill(each, 3 * 4096);
        Planner planner = new Planner(values, new Footprint(widths, each, new int[layers], 7_000_000_000L, 2), null);
        Rules rules = Rules.defaults(layers);
        MosaicData plain = MosaicData.of("benchmark", SliceLayout.plain(widths), values, values, 3);
        MosaicData data = at(plain, planner, rules);
        long start = System.nanoTime();
        MosaicGeometry geometry = new MosaicGeometry(data, 12, width, height, 1);
        MosaicRaster raster = new MosaicRaster(data, geometry, Theme.DARK);
        double prepared = (System.nanoTime() - start) / 1e6;
        int[] pixels = new int[raster.width() * raster.height()];
        double[] times = new double[repetitions];
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long processor = 0;
        long check = 0;
        for (int i = -200; i < repetitions; i++) {
            Rules moved = rules.withTarget(new Target.Threshold(1.5f + 5 * random.nextFloat()));
            long before = System.nanoTime();
            raster.recolour(pixels, at(plain, planner, moved));
            double time = (System.nanoTime() - before) / 1e6;
            check += pixels[pixels.length / 2 + width / 7];
            if (i == -1) {
                processor = thread.getCurrentThreadCpuTime();
            }
            if (i >= 0) {
                times[i] = time;
            }
        }
        processor = thread.getCurrentThreadCpuTime() - processor;
        Arrays.sort(times);
        System.out.printf(
                "%d layers x %d neurons, %d x %d pixels, cell %.2f px, prepared in %.0f ms%n",
                layers, neurons, width, height, geometry.cell(), prepared);
        System.out.printf(
                "repaint: mean %.2f ms, p50 %.2f ms, p99 %.2f ms, max %.2f ms; processor time %.2f ms (%d moves, check %d)%n",
                Arrays.stream(times).average().orElse(Double.NaN),
                times[repetitions / 2],
                times[(int) (repetitions * 0.99)],
                times[repetitions - 1],
                processor / 1e6 / repetitions,
                repetitions,
                check);
    }

    /** The picture of a plan, made as the window makes it. */
    private static MosaicData at(MosaicData d, Planner planner, Rules rules) {
        Plan plan = planner.plan(rules);
        float[] thresholds = new float[d.layers()];
        Arrays.fill(thresholds, plan.threshold());
        return new MosaicData(
                d.title(),
                d.caption(),
                d.layout(),
                d.values(),
                d.anatomy(),
                null,
                d.scale(),
                thresholds,
                plan.threshold(),
                d.protectedLayers(),
                new Preserved(plan.kept(), planner.standing(rules), true));
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
    }
}

package sulcus.benchmark;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import sulcus.decompose.layout.SliceLayout;
import sulcus.figure.MosaicData;
import sulcus.figure.StackArcs;
import sulcus.figure.StackPainter;
import sulcus.figure.StackPainter.Turn;
import sulcus.figure.StackScreen;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;

/**
 * How long a frame of the turning stack takes, from the new turn until all pixels of the view are new.
 *
 * <p>Arguments: layers, neurons of a layer, width and height of the view in pixels, repetitions; by default 32, 11008, 1000,
 * 800, 1000. Prints milliseconds: mean, median, 99th percentile, largest, and processor time (which a busy machine does not
 * stretch).
 */
public final class StackBenchmark {
    private StackBenchmark() {}

    public static void main(String[] arguments) {
        int layers = argument(arguments, 0, 32);
        int neurons = argument(arguments, 1, 11_008);
        int width = argument(arguments, 2, 1000);
        int height = argument(arguments, 3, 800);
        int repetitions = argument(arguments, 4, 1000);
        Random random = new Random(1);
        float[][] values = new float[layers][neurons];
        int[] widths = new int[layers];
        Arrays.fill(widths, neurons);
        for (float[] layer : values) {
            for (int j = 0; j < neurons; j++) {
                layer[j] = (float) (2.2 + Math.abs(random.nextGaussian()) * 1.3);
            }
        }
        MosaicData data = MosaicData.of("benchmark", SliceLayout.plain(widths), values, values, 3);
        long start = System.nanoTime();
        StackPainter painter = new StackPainter(data, StackArcs.NONE, Turn.START, Theme.DARK);
        double prepared = (System.nanoTime() - start) / 1e6;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
        System.out.printf(
                "%d layers x %d neurons, %d x %d pixels, %d points, prepared in %.0f ms%n",
                layers, neurons, width, height, painter.points(), prepared);
        run("turn", painter, StackArcs.NONE, image, repetitions);
        run("turn with 200 connections", painter, arcs(layers, random), image, repetitions);
    }

    private static void run(String what, StackPainter painter, StackArcs arcs, BufferedImage image, int repetitions) {
        StackScreen screen = new StackScreen();
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        double[] times = new double[repetitions];
        double[] processor = new double[repetitions];
        long check = 0;
        for (int i = -100; i < repetitions; i++) {
            long before = System.nanoTime();
            long beforeOnProcessor = thread.getCurrentThreadCpuTime();
            Turn turn = new Turn(58 + i * 0.4, 16 + 20 * Math.sin(i * 0.02), 1);
            draw(image, screen, painter.seen(arcs, turn, StackPainter.Marks.NONE));
            check += image.getRGB(image.getWidth() / 3, image.getHeight() / 2);
            if (i >= 0) {
                times[i] = (System.nanoTime() - before) / 1e6;
                processor[i] = (thread.getCurrentThreadCpuTime() - beforeOnProcessor) / 1e6;
            }
        }
        Arrays.sort(times);
        Arrays.sort(processor);
        System.out.printf(
                "%s: mean %.2f ms, p50 %.2f ms, p99 %.2f ms, max %.2f ms; processor time mean %.2f ms, p99 %.2f ms"
                        + " (%d frames, check %d)%n",
                what,
                Arrays.stream(times).average().orElse(Double.NaN),
                times[repetitions / 2],
                times[(int) (repetitions * 0.99)],
                times[repetitions - 1],
                Arrays.stream(processor).average().orElse(Double.NaN),
                processor[(int) (repetitions * 0.99)],
                repetitions,
                check);
    }

    private static StackArcs arcs(int layers, Random random) {
        List<StackArcs.Arc> arcs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(layers - 1);
            double[] a = {random.nextDouble() - 0.5, random.nextDouble() - 0.5};
            double[] b = {random.nextDouble() - 0.5, random.nextDouble() - 0.5};
            NetworkId to = new NetworkId(from + 1 + random.nextInt(layers - 1 - from), 0, 1);
            arcs.add(new StackArcs.Arc(new NetworkId(from, 0, 0), to, 1 - i / 250f, a, b));
        }
        return new StackArcs(arcs, 0.2f);
    }

    /** As the window's sheet does it. */
    private static void draw(BufferedImage image, StackScreen screen, StackPainter painter) {
        Graphics2D g = image.createGraphics();
        g.setComposite(AlphaComposite.Clear);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setComposite(AlphaComposite.SrcOver);
        screen.of(painter).paint(g, image.getWidth(), image.getHeight(), 1);
        g.dispose();
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
    }
}

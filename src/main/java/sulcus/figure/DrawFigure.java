package sulcus.figure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import sulcus.prune.NetworkId;
import sulcus.prune.Plan;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * A study's figure to a file.
 *
 * @param network whose signed z the mosaic shows; null for max |z| over all
 * @param threshold max |z|, or |z| of the network; null for what the study's rules give, and for a network {@link
 *     Rules#KEY_NEURON}
 * @param out ends in .png, .svg or .pdf; one that is there is replaced
 * @param width millimetres
 * @param dpi of a PNG and of heatmaps in SVG and PDF
 */
public record DrawFigure(View view, NetworkId network, Float threshold, Path out, double width, double dpi, Theme theme) {

    /** What is drawn. */
    public enum View {
        /** One slice for each layer. */
        MOSAIC,
        /** How many neurons have which max |z|. */
        HISTOGRAM
    }

    /**
     * What was drawn.
     *
     * @param width pixels of a PNG, points (1/72 inch) of SVG and PDF
     * @param height likewise
     */
    public record Drawn(Path out, int width, int height) {}

    /** A picture, what it is called, and how high it is. */
    private record Picture(Figure figure, String title, double points) {}

    public Drawn run(Study study, Progress progress) {
        progress.report("drawing", 0);
        Picture picture = view == View.MOSAIC ? mosaic(study) : histogram(study);
        FigureExport export =
                new FigureExport(width, picture.points() / FigureExport.POINTS_PER_MILLIMETRE, dpi);
        export.write(picture.figure(), picture.title(), out);
        progress.report("drawn", 1);
        boolean pixels = out.toString().toLowerCase(Locale.ROOT).endsWith(".png");
        return pixels
                ? new Drawn(out, export.pixelWidth(), export.pixelHeight())
                : new Drawn(out, (int) Math.round(export.width()), (int) Math.round(export.height()));
    }

    private Picture mosaic(Study study) {
        Rules rules = rules(study);
        Plan plan = study.planner().plan(rules);
        float model = network == null ? plan.threshold() : threshold == null ? Rules.KEY_NEURON : threshold;
        int layers = study.layers();
        float[] thresholds = new float[layers];
        Arrays.fill(thresholds, model);
        boolean[] locked = new boolean[layers];
        for (int layer = 0; layer < layers; layer++) {
            locked[layer] = rules.protectedLayers().contains(layer);
            if (network == null && rules.layerThresholds().containsKey(layer)) {
                thresholds[layer] = rules.layerThresholds().get(layer);
            }
        }
        float[][] values = network == null ? filled(study, study.scores()) : signed(study);
        String label = network == null ? "max |z|" : "z";
        String title = study.folder().getFileName()
                + (network == null ? "" : " · network " + network);
        MosaicData data = new MosaicData(
                title,
                caption(study, plan),
                study.layout(),
                values,
                MosaicData.ranks(filled(study, study.anatomy())),
                null,
                ColourScale.of(values, label),
                thresholds,
                model,
                locked,
                network == null ? plan.kept() : null);
        double points = width * FigureExport.POINTS_PER_MILLIMETRE;
        double high = MosaicGeometry.height(data, theme.text(), points, columns(layers));
        return new Picture(new MosaicPainter(data, theme), title, high);
    }

    private Picture histogram(Study study) {
        if (network != null) {
            throw new Refusal("figure histogram: shows max |z| over all networks; leave the network away");
        }
        float cut = study.planner().plan(rules(study)).threshold();
        float[][] scores = filled(study, study.scores());
        String title = study.folder().getFileName().toString();
        HistogramData data = HistogramData.of(title, scores, cut, ColourScale.of(scores, "max |z|"), true);
        double points = width * FigureExport.POINTS_PER_MILLIMETRE;
        return new Picture(new HistogramPainter(data, theme), title, points * 0.5);
    }

    private Rules rules(Study study) {
        Rules stored = study.rules();
        return threshold == null || network != null ? stored : stored.withTarget(new Target.Threshold(threshold));
    }

    private String caption(Study study, Plan plan) {
        long kept = 0;
        for (int layer : plan.kept()) {
            kept += layer;
        }
        long all = study.footprint().allNeurons();
        return network != null
                ? String.format(Locale.ROOT, "signed z of one network, |z| > %.2f lit", threshold == null ? Rules.KEY_NEURON : threshold)
                : String.format(Locale.ROOT, "%,d of %,d neurons preserved (max |z| > %.2f)", kept, all, plan.threshold());
    }

    private float[][] signed(Study study) {
        float[] map = study.map(network);
        float[][] values = new float[study.layers()][];
        for (int layer = 0; layer < values.length; layer++) {
            values[layer] = new float[study.neurons(layer)];
        }
        float[] own = values[network.layer()];
        for (int s = 0; s < map.length; s++) {
            int j = s % own.length;
            own[j] = Math.abs(map[s]) > Math.abs(own[j]) ? map[s] : own[j];
        }
        return values;
    }

    /** Zeros for layers that were not decomposed. */
    private static float[][] filled(Study study, float[][] values) {
        float[][] all = values.clone();
        for (int layer = 0; layer < all.length; layer++) {
            all[layer] = all[layer] == null ? new float[study.neurons(layer)] : all[layer];
        }
        return all;
    }

    // about three columns for two rows, as lightboxes are
    private static int columns(int layers) {
        return (int) Math.ceil(Math.sqrt(layers * 1.35));
    }

    /** Whether a file of that name can be written. */
    public static void check(Path out) {
        Path parent = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || parent != null && Files.exists(parent) && !Files.isDirectory(parent)) {
            throw new Refusal(out + ": cannot be written; give the name of a .png, .svg or .pdf file");
        }
    }
}

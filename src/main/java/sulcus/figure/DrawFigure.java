package sulcus.figure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import sulcus.prune.NetworkId;
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
public record DrawFigure(
        View view, NetworkId network, Float threshold, Path out, double width, double dpi, Theme theme) {

    /** Height of a mosaic over its width, at most. */
    private static final double TALLEST = 0.78;

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
        FigureExport export = new FigureExport(width, picture.points() / FigureExport.POINTS_PER_MILLIMETRE, dpi);
        export.write(picture.figure(), picture.title(), out);
        progress.report("drawn", 1);
        boolean pixels = out.toString().toLowerCase(Locale.ROOT).endsWith(".png");
        return pixels
                ? new Drawn(out, export.pixelWidth(), export.pixelHeight())
                : new Drawn(out, (int) Math.round(export.width()), (int) Math.round(export.height()));
    }

    private Picture mosaic(Study study) {
        float lit = threshold == null ? Rules.KEY_NEURON : threshold;
        MosaicData data = network == null
                ? StudyFigures.mosaic(study, rules(study))
                : StudyFigures.network(study, study.rules(), network, lit);
        return new Picture(
                new MosaicPainter(data, theme),
                data.title(),
                MosaicGeometry.fittingHeight(data, theme.text(), width * FigureExport.POINTS_PER_MILLIMETRE, TALLEST));
    }

    private Picture histogram(Study study) {
        if (network != null) {
            throw new Refusal("figure histogram: shows max |z| over all networks; leave the network away");
        }
        HistogramData data = StudyFigures.histogram(study, rules(study));
        double points = width * FigureExport.POINTS_PER_MILLIMETRE;
        return new Picture(new HistogramPainter(data, theme), data.title(), points * 0.5);
    }

    private Rules rules(Study study) {
        Rules stored = study.rules();
        return threshold == null || network != null ? stored : stored.withTarget(new Target.Threshold(threshold));
    }

    /** Whether a file of that name can be written. */
    public static void check(Path out) {
        Path parent = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || parent != null && Files.exists(parent) && !Files.isDirectory(parent)) {
            throw new Refusal(out + ": cannot be written; give the name of a .png, .svg or .pdf file");
        }
    }
}

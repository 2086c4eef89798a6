package sulcus.figure;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.study.Study;
import sulcus.task.Refusal;

/**
 * Writes a figure of a study.
 *
 * @param view what is drawn
 * @param network shown alone in the mosaic; null for all
 * @param value threshold in place of the study's own; null to keep that
 * @param out ends in .png, .svg or .pdf
 * @param widthMillimetres of the paper; the height follows from the content
 * @param dpi of a PNG, and of heatmaps in vector files
 * @param theme its text is set in 7 pt
 */
public record WriteFigure(
        View view, NetworkId network, Float value, Path out, double widthMillimetres, double dpi, Theme theme) {
    public static final double WIDTH_MILLIMETRES = 180;
    public static final double DPI = 300;
    private static final double POINTS = 7;
    /** Mosaics are at most so high against their width. */
    private static final double TALLEST = 0.72;

    /** What can be drawn. */
    public enum View {
        /** One slice a layer, max |z| or one network. */
        MOSAIC,
        /** One slice a layer, one colour for each family of networks. */
        NETWORKS,
        /** How many neurons have which max |z|. */
        HISTOGRAM;

        /** @throws Refusal for a name that there is not */
        public static View of(String name) {
            return Arrays.stream(values())
                    .filter(view -> view.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("--view " + name + ": there is no such view; choose one of "
                            + Arrays.stream(values()).map(View::label).collect(Collectors.joining(", "))));
        }

        /** As on the command line. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was written.
     *
     * @param width in pixels at the given dpi
     * @param height in pixels at the given dpi
     */
    public record Written(Path out, int width, int height) {}

    public Written run(Study study) {
        Rules rules = value == null ? study.rules() : study.rules().withTarget(new Target.Threshold(value));
        Theme printed = theme.withText(POINTS);
        double width = widthMillimetres * FigureExport.POINTS_PER_MILLIMETRE;
        if (view == View.HISTOGRAM) {
            HistogramData data = StudyFigures.histogram(study, rules, false);
            return write(new HistogramPainter(data, printed), data.title(), width * 0.6);
        }
        MosaicData data = view == View.NETWORKS
                ? StudyFigures.networks(study, rules)
                : network == null ? StudyFigures.mosaic(study, rules) : StudyFigures.network(study, rules, network);
        return write(new MosaicPainter(data, printed), data.title(), height(data, width));
    }

    /** The fewest columns, and so the largest slices, with which the mosaic is no taller than allowed. */
    private static double height(MosaicData data, double width) {
        int columns = 1;
        while (columns < data.layers() && MosaicGeometry.height(data, POINTS, width, columns) > TALLEST * width) {
            columns++;
        }
        return MosaicGeometry.height(data, POINTS, width, columns);
    }

    private Written write(Figure figure, String title, double height) {
        FigureExport export = new FigureExport(widthMillimetres, height / FigureExport.POINTS_PER_MILLIMETRE, dpi);
        export.write(figure, title, out);
        return new Written(out, export.pixelWidth(), export.pixelHeight());
    }
}

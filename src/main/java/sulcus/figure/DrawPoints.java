package sulcus.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sulcus.study.lab.DoseResponse;

/**
 * Draws a file of points that a measurement wrote.
 *
 * @param from lines of JSON, as {@link DoseResponse} writes them
 * @param out .png, .svg or .pdf
 * @param width millimetres
 */
public record DrawPoints(Path from, Path out, double width, double dpi, Theme theme) {
    /** Height over width. */
    private static final double SHAPE = 0.55;

    public DrawFigure.Drawn run() {
        List<DoseResponse.Point> points = DoseResponse.read(from);
        String title = "Dose and response · " + points.getLast().neurons() + " neurons at most";
        FigureExport export = new FigureExport(width, width * SHAPE, dpi);
        export.write(new DosePainter(title, points, theme), title, out);
        boolean pixels = out.toString().toLowerCase(Locale.ROOT).endsWith(".png");
        return pixels
                ? new DrawFigure.Drawn(out, export.pixelWidth(), export.pixelHeight())
                : new DrawFigure.Drawn(out, (int) Math.round(export.width()), (int) Math.round(export.height()));
    }
}

package sulcus.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sulcus.study.lab.DoseResponse;
import sulcus.study.lab.Unlearn;

/**
 * Draws a file of points that a measurement wrote.
 *
 * @param view what it holds
 * @param from lines of JSON, as {@link DoseResponse} or {@link Unlearn} writes them
 * @param out .png, .svg or .pdf
 * @param width millimetres
 */
public record DrawPoints(View view, Path from, Path out, double width, double dpi, Theme theme) {
    /** What a file of points holds. */
    public enum View {
        /** Added loss over a dose. */
        DOSE,
        /** The trajectory of an unlearning. */
        UNLEARNING
    }

    /** Height over width. */
    private static final double SHAPE = 0.55;

    public DrawFigure.Drawn run() {
        DrawFigure.Picture picture = switch (view) {
            case DOSE -> {
                List<DoseResponse.Point> points = DoseResponse.read(from);
                String title = "Dose and response · " + points.getLast().neurons() + " neurons at most";
                yield new DrawFigure.Picture(new DosePainter(title, points, theme), title, 0);
            }
            case UNLEARNING -> {
                List<Unlearn.Step> steps = Unlearn.read(from);
                String title = "Unlearning " + steps.getFirst().forget() + " · "
                        + steps.getLast().neurons() + " neurons in " + (steps.size() - 1) + " steps";
                yield new DrawFigure.Picture(new UnlearningPainter(title, steps, theme), title, 0);
            }
        };
        FigureExport export = new FigureExport(width, width * SHAPE, dpi);
        export.write(picture.figure(), picture.title(), out);
        boolean pixels = out.toString().toLowerCase(Locale.ROOT).endsWith(".png");
        return pixels
                ? new DrawFigure.Drawn(out, export.pixelWidth(), export.pixelHeight())
                : new DrawFigure.Drawn(out, (int) Math.round(export.width()), (int) Math.round(export.height()));
    }
}

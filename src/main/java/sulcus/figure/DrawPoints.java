package sulcus.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sulcus.prune.NetworkId;
import sulcus.study.lab.DoseResponse;
import sulcus.study.lab.Fingerprint;
import sulcus.study.lab.Recurrence;
import sulcus.study.lab.Unlearn;

/**
 * Draws a file that a measurement wrote.
 *
 * @param view what it holds
 * @param from lines of JSON, as {@link DoseResponse} or {@link Unlearn} writes them, or the JSON of {@link Recurrence} or {@link
 *     Fingerprint}
 * @param layer of a recurrence or fingerprint; null for all, or the one that changed most
 * @param network whose courses the fingerprint shows; null for none
 * @param out .png, .svg or .pdf
 * @param width millimetres
 */
public record DrawPoints(
        View view, Path from, Integer layer, NetworkId network, Path out, double width, double dpi, Theme theme) {
    /** What a file of points holds. */
    public enum View {
        /** Added loss over a dose. */
        DOSE,
        /** The trajectory of an unlearning. */
        UNLEARNING,
        /** In which kinds of text networks are found again. */
        RECURRENCE,
        /** Which networks another model has. */
        FINGERPRINT;

        /** Whether a study keeps the last such file, so that none need be named. */
        public boolean isKept() {
            return this == RECURRENCE || this == FINGERPRINT;
        }
    }

    /** Height over width. */
    private static final double SHAPE = 0.55;

    public DrawFigure.Drawn run() {
        double points = width * FigureExport.POINTS_PER_MILLIMETRE;
        DrawFigure.Picture picture = switch (view) {
            case DOSE -> {
                List<DoseResponse.Point> doses = DoseResponse.read(from);
                String title = "Dose and response · " + doses.getLast().neurons() + " neurons at most";
                yield new DrawFigure.Picture(new DosePainter(title, doses, theme), title, points * SHAPE);
            }
            case UNLEARNING -> {
                List<Unlearn.Step> steps = Unlearn.read(from);
                String title = "Unlearning " + steps.getFirst().forget() + " · "
                        + steps.getLast().neurons() + " neurons in " + (steps.size() - 1) + " steps";
                yield new DrawFigure.Picture(new UnlearningPainter(title, steps, theme), title, points * SHAPE);
            }
            case RECURRENCE -> {
                RecurrenceData data = RecurrenceData.of(Recurrence.read(from), layer);
                RecurrencePainter painter = new RecurrencePainter(data, -1, theme);
                yield new DrawFigure.Picture(painter, data.title(), points * painter.heightOverWidth());
            }
            case FINGERPRINT -> {
                FingerprintData data = FingerprintData.of(Fingerprint.read(from), layer, network);
                yield new DrawFigure.Picture(new FingerprintPainter(data, theme), data.title(), points * SHAPE);
            }
        };
        FigureExport export = new FigureExport(width, picture.points() / FigureExport.POINTS_PER_MILLIMETRE, dpi);
        export.write(picture.figure(), picture.title(), out);
        boolean pixels = out.toString().toLowerCase(Locale.ROOT).endsWith(".png");
        return pixels
                ? new DrawFigure.Drawn(out, export.pixelWidth(), export.pixelHeight())
                : new DrawFigure.Drawn(out, (int) Math.round(export.width()), (int) Math.round(export.height()));
    }
}

package sulcus.figure;

import java.util.Locale;

/**
 * Which part of a mosaic's sheet is seen.
 *
 * @param factor 1 for the whole sheet
 * @param x share of the sheet's width that stands in the middle
 * @param y share of its height
 */
public record Zoom(double factor, double x, double y) {
    /** The whole sheet. */
    public static final Zoom WHOLE = new Zoom(1, 0.5, 0.5);

    /** Whether it can be drawn. */
    public boolean possible() {
        return factor >= 1 && factor <= 1000 && x >= 0 && x <= 1 && y >= 0 && y <= 1;
    }

    /**
     * Larger or smaller, with what lies at a point staying there.
     *
     * @param by more than 1 for larger
     * @param on the sheet as it is seen now
     */
    public Zoom by(double by, MosaicGeometry on, double pointX, double pointY) {
        double next = Math.clamp(factor * by, 1, on.mostZoom());
        double dx = pointX - on.viewMiddleX();
        double dy = pointY - on.viewMiddleY();
        return within(
                on,
                next,
                x + dx / on.sheetWidth() * (1 / factor - 1 / next),
                y + dy / on.sheetHeight() * (1 / factor - 1 / next));
    }

    /** Moved with the hand. */
    public Zoom moved(MosaicGeometry on, double dx, double dy) {
        return within(on, factor, x - dx / factor / on.sheetWidth(), y - dy / factor / on.sheetHeight());
    }

    /** With a place of the sheet as it is seen now in the middle. */
    public Zoom centred(MosaicGeometry on, double pointX, double pointY) {
        return moved(on, on.viewMiddleX() - pointX, on.viewMiddleY() - pointY);
    }

    /** So that one slice fills the view. */
    public static Zoom on(int layer, MosaicGeometry sheet) {
        double factor = Math.clamp(
                0.92 * Math.min(sheet.viewWidth() / sheet.pitchX(), sheet.viewHeight() / sheet.pitchY()),
                1,
                sheet.mostZoom());
        return within(sheet, factor, sheet.shareX(layer), sheet.shareY(layer));
    }

    /** Never beyond the sheet's edges, but for a slice at the edge that stands in the middle. */
    private static Zoom within(MosaicGeometry on, double factor, double x, double y) {
        double halfX = edge(on.viewWidth() / 2 / factor / on.sheetWidth(), on.shareX(0), factor);
        double halfY = edge(on.viewHeight() / 2 / factor / on.sheetHeight(), on.shareY(0), factor);
        return new Zoom(factor, Math.clamp(x, halfX, 1 - halfX), Math.clamp(y, halfY, 1 - halfY));
    }

    private static double edge(double half, double firstSlice, double factor) {
        return factor == 1 ? 0.5 : Math.min(0.5, Math.min(half, firstSlice));
    }

    /** The option of {@code sulcus figure} that gives it, with a space before it; empty for the whole sheet. */
    public String option() {
        return equals(WHOLE) ? "" : String.format(Locale.ROOT, " --zoom %.4f,%.4f,%.4f", factor, x, y);
    }
}

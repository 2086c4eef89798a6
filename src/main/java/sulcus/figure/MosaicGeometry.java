package sulcus.figure;

import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import sulcus.decompose.layout.SliceGrid;
import sulcus.decompose.layout.SliceOutline;

/**
 * Where everything of a mosaic lies: as many columns as give the largest slices, cells on whole pixels where that costs
 * little. Lengths are in units of the figure unless they are called pixels.
 */
public final class MosaicGeometry {
    private static final double[][] CONTOUR = SliceOutline.polygon(360);
    private static final double HALF_WIDTH = halfWidth();

    private final SliceGrid grid;
    private final int layers;
    private final double width;
    private final double height;
    private final double text;
    private final double pixelsPerUnit;
    private final Zoom zoom;
    private final double below;
    private final int columns;
    /** Pixels of one unit of the outline and of one cell. */
    private final double scale;

    private final double cell;
    /** The cell's edge in the whole sheet. */
    private final double unzoomed;

    private final int fissure;
    private final double pitchX;
    private final double pitchY;
    private final double left;
    private final double top;
    private final boolean titled;

    /** The whole sheet. */
    public MosaicGeometry(MosaicData data, double text, double width, double height, double pixelsPerUnit) {
        this(data, Zoom.WHOLE, text, width, height, pixelsPerUnit);
    }

    /**
     * @param data only its layout, number of layers, and whether it has a title and a caption matter
     * @param zoom the part of the sheet that is seen; labels and the colour bar do not grow with it
     * @param text size of labels
     */
    public MosaicGeometry(MosaicData data, Zoom zoom, double text, double width, double height, double pixelsPerUnit) {
        this.zoom = zoom;
        this.grid = data.layout().grid();
        this.layers = data.layers();
        this.width = width;
        this.height = height;
        this.text = text;
        this.pixelsPerUnit = pixelsPerUnit;
        this.titled = !data.title().isEmpty();
        this.below = below(data);
        double areaWidth = Math.max(1, width - 2 * margin() - barSpace());
        double areaHeight = Math.max(1, height - above() - below);
        int best = 1;
        double most = 0;
        for (int c = 1; c <= layers; c++) {
            double unit = unit(areaWidth / c, areaHeight / rows(c));
            if (unit > most + 1e-9) {
                most = unit;
                best = c;
            }
        }
        columns = best;
        double wanted = Math.max(0.5, unit(areaWidth / columns, areaHeight / rows(columns)) * pixelsPerUnit);
        unzoomed = crisp(wanted * grid.size());
        // in proportion, so that what lies under the cursor stays there
        cell = unzoomed * zoom.factor();
        scale = cell / grid.size();
        fissure = cell < 1 ? 1 : Math.max(1, (int) Math.round(cell * 0.22));
        double unit = unzoomed / grid.size() / pixelsPerUnit;
        pitchX = Math.min(areaWidth / columns, 2 * HALF_WIDTH * unit * 1.16 + gapX());
        pitchY = Math.min(areaHeight / rows(columns), 2 * unit * 1.1 + labelSpace() + gapY());
        left = (width - pitchX * columns - barSpace()) / 2;
        top = above() + (areaHeight - pitchY * rows(columns)) / 2;
    }

    /**
     * The height of a mosaic of that width: with the fewest columns, and so the largest slices, that leave it no taller than
     * allowed.
     *
     * @param tallest height over width, at most
     */
    public static double fittingHeight(MosaicData data, double text, double width, double tallest) {
        int columns = 1;
        while (columns < data.layers() && height(data, text, width, columns) > tallest * width) {
            columns++;
        }
        return height(data, text, width, columns);
    }

    /**
     * The height at which slices in so many columns just fill a width.
     *
     * @param columns of slices
     */
    public static double height(MosaicData data, double text, double width, int columns) {
        MosaicGeometry probe = new MosaicGeometry(data, text, width, width, 1);
        double pitch = (width - 2 * probe.margin() - probe.barSpace()) / columns;
        double unit = (pitch - probe.gapX()) / (2 * HALF_WIDTH);
        double row = 2 * unit + probe.labelSpace() + probe.gapY();
        int rows = (data.layers() + columns - 1) / columns;
        return probe.above() + probe.below(data) + rows * row;
    }

    private double unit(double pitchX, double pitchY) {
        return Math.min((pitchX - gapX()) / (2 * HALF_WIDTH), (pitchY - labelSpace() - gapY()) / 2);
    }

    private int rows(int columns) {
        return (layers + columns - 1) / columns;
    }

    double margin() {
        return 1.3 * text;
    }

    double gapX() {
        return 1.1 * text;
    }

    double gapY() {
        return 1.5 * text;
    }

    double labelSpace() {
        return 1.5 * text;
    }

    double barSpace() {
        return 7.2 * text;
    }

    private double above() {
        return titled ? margin() + 2.3 * text : margin();
    }

    private double below(MosaicData data) {
        return data.caption().isEmpty() ? 0.5 * text : 2.2 * text;
    }

    public double width() {
        return width;
    }

    public double height() {
        return height;
    }

    public double pixelsPerUnit() {
        return pixelsPerUnit;
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows(columns);
    }

    SliceGrid grid() {
        return grid;
    }

    /** Edge of a cell in pixels; below 1 several neurons share a pixel. */
    public double cell() {
        return cell;
    }

    /** Pixels of the gap between the hemispheres. */
    int fissure() {
        return fissure;
    }

    /** On whole pixels where that costs little. */
    private static double crisp(double fine) {
        double whole = Math.floor(fine);
        return fine >= 3 && whole / fine > 0.88 ? whole : fine;
    }

    /** Whether a part of the sheet only is seen. */
    public boolean zoomed() {
        return zoom.factor() > 1;
    }

    /** Where slices are drawn: all but the colour bar, the title and the caption where the sheet is zoomed. */
    public Rectangle2D view() {
        return zoomed()
                ? new Rectangle2D.Double(0, viewTop(), viewWidth(), Math.max(1, viewBottom() - viewTop()))
                : new Rectangle2D.Double(0, 0, width, height);
    }

    private double viewBottom() {
        return titled ? height - below - 0.6 * text : height;
    }

    private double viewTop() {
        return titled ? above() - 0.4 * text : 0;
    }

    double viewWidth() {
        return Math.max(1, width - barSpace());
    }

    double viewHeight() {
        return Math.max(1, height - above() - below);
    }

    double viewMiddleX() {
        return viewWidth() / 2;
    }

    double viewMiddleY() {
        return above() + viewHeight() / 2;
    }

    double sheetWidth() {
        return pitchX * columns;
    }

    double sheetHeight() {
        return pitchY * rows();
    }

    double pitchX() {
        return pitchX;
    }

    double pitchY() {
        return pitchY;
    }

    /** The zoom at which a cell has room for its neuron's number. */
    public double mostZoom() {
        return Math.max(1, 4 * text * pixelsPerUnit / unzoomed);
    }

    /** Where the middle of a slice lies on the sheet: 0 … 1. */
    double shareX(int layer) {
        return (layer % columns + 0.5) / columns;
    }

    double shareY(int layer) {
        int row = layer / columns;
        return (row + (1 - labelSpace() / pitchY) / 2) / rows();
    }

    /** Middle of a slice, a whole pixel. */
    int centreX(int layer) {
        double middle = left + (layer % columns + 0.5) * pitchX;
        if (zoomed()) {
            middle = viewMiddleX() + (shareX(layer) - zoom.x()) * sheetWidth() * zoom.factor();
        }
        return (int) Math.round(middle * pixelsPerUnit);
    }

    int centreY(int layer) {
        double middle = zoomed()
                ? viewMiddleY() + (shareY(layer) - zoom.y()) * sheetHeight() * zoom.factor()
                : unzoomedY(layer);
        return (int) Math.round(middle * pixelsPerUnit);
    }

    /** Middle of a slice in units. */
    public double middleX(int layer) {
        return centreX(layer) / pixelsPerUnit;
    }

    public double middleY(int layer) {
        return centreY(layer) / pixelsPerUnit;
    }

    private double unzoomedY(int layer) {
        int row = layer / columns;
        return top + row * pitchY + (pitchY - labelSpace()) / 2;
    }

    /** Left edge of the first slice: titles stand there too. */
    double leftEdge() {
        return zoomed() ? margin() : outline(0).getBounds2D().getX();
    }

    /** The part of a slice that is seen; empty if none is. */
    Rectangle2D seen(int layer) {
        return outline(layer).getBounds2D().createIntersection(view());
    }

    /** Middle of a label; in a part of the sheet, of the part of the slice that is seen. */
    double labelX(int layer) {
        return zoomed() ? seen(layer).getCenterX() : centreX(layer) / pixelsPerUnit;
    }

    /** In a part of the sheet labels stay in view as long as their slice does. */
    double labelBaseline(int layer) {
        double under = (centreY(layer) + scale) / pixelsPerUnit + 1.45 * text;
        return zoomed() ? Math.min(under, view().getMaxY() - 0.6 * text) : under;
    }

    /** Room for a label. */
    double labelWidth() {
        return pitchX * zoom.factor() - 0.4 * text;
    }

    /** The pixels of a cell of a slice, where a cell has at least one. */
    public Rectangle cellArea(int layer, int cellOfGrid) {
        int column = cellOfGrid % grid.width();
        int row = cellOfGrid / grid.width();
        int side = column < grid.width() / 2 ? -(fissure / 2) : fissure - fissure / 2;
        int x = (int) Math.round((column - grid.width() / 2) * cell);
        int y = (int) Math.round((row - grid.height() / 2) * cell);
        return new Rectangle(
                centreX(layer) + side + x,
                centreY(layer) + y,
                Math.max(1, (int) Math.round((column + 1 - grid.width() / 2) * cell) - x),
                Math.max(1, (int) Math.round((row + 1 - grid.height() / 2) * cell) - y));
    }

    /** The colour bar, without its ticks. */
    public Rectangle2D bar() {
        double reach = unzoomed / grid.size();
        double first = (Math.round(unzoomedY(0) * pixelsPerUnit) - reach) / pixelsPerUnit;
        double last = (Math.round(unzoomedY(layers - 1) * pixelsPerUnit) + reach) / pixelsPerUnit;
        double tall = Math.min(last - first, Math.max(34 * text, (last - first) * 0.5));
        double x = (zoomed() ? viewWidth() : left + columns * pitchX) + 1.3 * text;
        double room = last - first - tall;
        // its label stands above it
        double shift = Math.max(0, 2 * text - room / 2);
        return new Rectangle2D.Double(x, first + room / 2 + shift, 1.15 * text, tall - shift);
    }

    /** Contour of a layer's slice. */
    public Shape outline(int layer) {
        double reach = scale + Math.max(1, 0.1 * text * pixelsPerUnit);
        Path2D path = new Path2D.Double();
        for (double[] point : CONTOUR) {
            double x = (centreX(layer) + point[0] * reach + Math.signum(point[0]) * fissure * 0.5) / pixelsPerUnit;
            double y = (centreY(layer) + point[1] * reach) / pixelsPerUnit;
            if (path.getCurrentPoint() == null) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }

    /** The layer whose slice or label lies at a point, −1 where there is none. */
    public int layerAt(double x, double y) {
        for (int layer = 0; layer < layers; layer++) {
            double dx = x - centreX(layer) / pixelsPerUnit;
            double dy = y - centreY(layer) / pixelsPerUnit;
            if (Math.abs(dx) <= pitchX * zoom.factor() / 2 && Math.abs(dy) <= scale / pixelsPerUnit + gapY() / 2) {
                return layer;
            }
        }
        return -1;
    }

    /** Column of the grid at a pixel, relative to the middle of a slice; −1 in the gap and beyond the grid. */
    int column(int pixelFromCentre) {
        return index(pixelFromCentre, fissure / 2, fissure - fissure / 2, grid.width());
    }

    int row(int pixelFromCentre) {
        return index(pixelFromCentre, 0, 0, grid.height());
    }

    private int index(int pixel, int before, int after, int count) {
        double middle = pixel + 0.5;
        middle += middle < 0 ? before : -after;
        if (pixel < 0 ? middle > 0 : middle < 0) {
            return -1;
        }
        int index = (int) Math.floor(middle / cell) + count / 2;
        return index < 0 || index >= count ? -1 : index;
    }

    /** The pixel of a column's middle, relative to the middle of the slice. */
    int pixelX(int column) {
        int side = column < grid.width() / 2 ? -(fissure / 2) : fissure - fissure / 2;
        return (int) Math.floor((column - grid.width() / 2 + 0.5) * cell) + side;
    }

    int pixelY(int row) {
        return (int) Math.floor((row - grid.height() / 2 + 0.5) * cell);
    }

    private static double halfWidth() {
        double most = 0;
        for (double[] point : CONTOUR) {
            most = Math.max(most, Math.abs(point[0]));
        }
        return most;
    }
}

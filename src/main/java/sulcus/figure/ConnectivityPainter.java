package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import sulcus.decompose.layout.Families;
import sulcus.decompose.layout.NetworkTree;
import sulcus.prune.NetworkId;
import sulcus.study.lab.Stability;

/**
 * A matrix of how alike networks are, its dendrogram to the left with the cut through it, a strip with the colours of the
 * model-wide families between them, the colour bar to the right.
 */
public final class ConnectivityPainter implements Figure {
    private final ConnectivityData data;
    private final Families families;
    private final boolean cuttable;
    private final List<NetworkId> marked;
    private final Theme theme;
    private final FamilyColours palette;

    /**
     * @param families of the model
     * @param palette their colours
     * @param cuttable whether the families are branches of this dendrogram, so that the cut is drawn through it
     * @param marked networks whose row and column are marked
     */
    public ConnectivityPainter(
            ConnectivityData data,
            Families families,
            FamilyColours palette,
            boolean cuttable,
            List<NetworkId> marked,
            Theme theme) {
        this.data = data;
        this.families = families;
        this.cuttable = cuttable;
        this.marked = marked;
        this.theme = theme;
        this.palette = palette;
    }

    /** The square of the matrix. */
    public Rectangle2D matrix(double width, double height) {
        double text = theme.text();
        double top = text * 4.2;
        double side = Math.min(height - top - text * 3, (width - text * (data.stability() == null ? 12 : 17)) / 1.34);
        side = Math.max(16, side);
        double all = side * 1.34 + text * (data.stability() == null ? 7 : 12);
        double left = Math.max(text * 1.2, (width - all) / 2) + side * 0.34;
        return new Rectangle2D.Double(left, top, side, side);
    }

    /** Where the dendrogram is drawn: height 0 at its right edge. */
    public Rectangle2D dendrogram(double width, double height) {
        Rectangle2D m = matrix(width, height);
        double strip = theme.text() * 0.9;
        double w = m.getWidth() * 0.34 - strip * 1.6;
        return new Rectangle2D.Double(m.getX() - strip * 1.6 - w, m.getY(), w, m.getHeight());
    }

    /** The row at a height, −1 outside. */
    public int row(double y, double width, double height) {
        Rectangle2D m = matrix(width, height);
        int row = (int)
                Math.floor((y - m.getY()) / m.getHeight() * data.networks().size());
        return row < 0 || row >= data.networks().size() ? -1 : row;
    }

    /** The column at a place, −1 outside. */
    public int column(double x, double width, double height) {
        Rectangle2D m = matrix(width, height);
        int column =
                (int) Math.floor((x - m.getX()) / m.getWidth() * data.networks().size());
        return column < 0 || column >= data.networks().size() ? -1 : column;
    }

    /** The height of the cut at a place on the dendrogram. */
    public float cutAt(double x, double width, double height) {
        Rectangle2D d = dendrogram(width, height);
        return (float) Math.clamp((d.getMaxX() - x) / d.getWidth(), 0.0, 1.0);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D m = matrix(width, height);
        Rectangle2D d = dendrogram(width, height);
        double text = theme.text();
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.2));
        Text.left(g, data.title(), d.getX(), text * 2, m.getMaxX() - d.getX());
        if (data.networks().isEmpty()) {
            return;
        }
        ColourScale scale = scale(data.measure());
        Cells.paint(g, m, data.values(), scale, pixelsPerUnit);
        strip(g, m);
        branches(g, d);
        labels(g, m);
        marks(g, m);
        double aside = text * (data.stability() == null ? 2 : 7);
        Rectangle2D bar = new Rectangle2D.Double(
                m.getMaxX() + aside, m.getY() + text * 2, text * 0.9, Math.max(20, m.getHeight() * 0.6));
        new ColourBar(scale, -1, theme).paint(g, bar, pixelsPerUnit);
    }

    private static ColourScale scale(String measure) {
        return new ColourScale(ColourMap.LAGOON, 0, 1, false, measure.startsWith("|r|") ? "|r|" : "IoU");
    }

    private void strip(Graphics2D g, Rectangle2D m) {
        double w = theme.text() * 0.9;
        double step = m.getHeight() / data.networks().size();
        if (data.stability() != null) {
            clusters(g, m, w, step);
            return;
        }
        int i = 0;
        while (i < data.networks().size()) {
            int code = palette.code(families, data.networks().get(i));
            int end = i + 1;
            while (end < data.networks().size()
                    && palette.code(families, data.networks().get(end)) == code) {
                end++;
            }
            if (code != -1) {
                g.setColor(palette.colour(code));
                g.fill(new Rectangle2D.Double(m.getX() - w * 1.3, m.getY() + i * step, w, (end - i) * step));
            }
            i = end;
        }
    }

    /** Where the rows are components of several starts: each network as one piece, stable ones in the accent, with its Iq. */
    private void clusters(Graphics2D g, Rectangle2D m, double w, double step) {
        double text = theme.text();
        double free = m.getY();
        g.setFont(Typeface.REGULAR.size(text));
        int i = 0;
        while (i < data.networks().size()) {
            int end = i + 1;
            while (end < data.networks().size()
                    && data.networks().get(end).equals(data.networks().get(i))) {
                end++;
            }
            boolean stable = data.stability()[i] >= Stability.STABLE;
            double gap = Math.min(text * 0.12, step * 0.2);
            double top = m.getY() + i * step;
            g.setColor(stable ? theme.accent() : theme.muted());
            g.fill(new Rectangle2D.Double(m.getX() - w * 1.3, top + gap / 2, w, (end - i) * step - gap));
            double middle = top + (end - i) * step / 2;
            if (middle - text * 0.6 >= free && end - i > 1) {
                g.setColor(stable ? theme.ink() : theme.muted());
                String words = data.networks().get(i) + "  " + Ticks.number(data.stability()[i], 2);
                g.drawString(words, (float) (m.getMaxX() + text * 0.6), (float) (middle + text * 0.35));
                free = middle + text * 0.6;
            }
            i = end;
        }
    }

    private int family(NetworkId id) {
        return id.group() == 0 ? families.of(id.layer(), id.network()) : -1;
    }

    private void branches(Graphics2D g, Rectangle2D d) {
        NetworkTree tree = data.tree();
        double step = d.getHeight() / data.networks().size();
        int nodes = tree.leaves() + tree.left().length;
        double[] y = new double[nodes];
        double[] x = new double[nodes];
        int[] family = new int[nodes];
        java.util.Arrays.fill(family, -1);
        for (int leaf = 0; leaf < tree.leaves(); leaf++) {
            y[leaf] = d.getY() + (data.place()[leaf] + 0.5) * step;
            x[leaf] = d.getMaxX();
            family[leaf] = data.place()[leaf] < data.networks().size()
                    ? family(data.networks().get(data.place()[leaf]))
                    : -1;
        }
        g.setStroke(new BasicStroke((float) (theme.text() * 0.07)));
        for (int merge = 0; merge < tree.left().length; merge++) {
            int node = tree.leaves() + merge;
            int a = tree.left()[merge];
            int b = tree.right()[merge];
            x[node] = d.getMaxX() - Math.min(1, tree.height()[merge]) * d.getWidth();
            y[node] = (y[a] + y[b]) / 2;
            boolean within = cuttable && tree.height()[merge] <= families.height();
            family[node] = within ? Math.max(family[a], family[b]) : -1;
            g.setColor(within && family[node] >= 0 ? palette.colour(family[node]) : theme.muted());
            Path2D branch = new Path2D.Double();
            branch.moveTo(x[a], y[a]);
            branch.lineTo(x[node], y[a]);
            branch.lineTo(x[node], y[b]);
            branch.lineTo(x[b], y[b]);
            g.draw(branch);
        }
        axis(g, d);
    }

    private void axis(Graphics2D g, Rectangle2D d) {
        double text = theme.text();
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        for (double height : new double[] {0, 0.5, 1}) {
            double x = d.getMaxX() - height * d.getWidth();
            g.draw(new Line2D.Double(x, d.getMaxY() + text * 0.2, x, d.getMaxY() + text * 0.5));
            Text.centred(g, height == 0.5 ? "0.5" : Integer.toString((int) height), x, d.getMaxY() + text * 1.5);
        }
        Text.centred(
                g, data.measure().startsWith("|r|") ? "1 − |r|" : "1 − IoU", d.getCenterX(), d.getMaxY() + text * 2.7);
        if (cuttable) {
            double x = d.getMaxX() - Math.min(1, families.height()) * d.getWidth();
            g.setColor(theme.accent());
            g.setStroke(new BasicStroke((float) (text * 0.14)));
            g.draw(new Line2D.Double(x, d.getY() - text * 0.5, x, d.getMaxY()));
            g.setFont(Typeface.SEMIBOLD.size(text));
            String words = families.count() + (families.count() == 1 ? " family" : " families") + " at "
                    + Ticks.number(families.height(), 2);
            Text.left(g, words, d.getX(), d.getY() - text * 0.9, d.getWidth() * 2);
        }
    }

    private void labels(Graphics2D g, Rectangle2D m) {
        double text = theme.text();
        double step = m.getHeight() / data.networks().size();
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        if (step >= text * 3) {
            for (int i = 0; i < data.networks().size(); i++) {
                NetworkId id = data.networks().get(i);
                String name = palette.named(id);
                Text.centred(g, name, m.getX() + (i + 0.5) * step, m.getMaxY() + text * 1.4);
            }
        } else {
            String what = data.stability() == null ? " networks" : " components of all starts";
            String words = data.networks().size() + what + " in the order of the dendrogram"
                    + (data.perBin() > 1 ? ", largest of " + data.perBin() + " a cell" : "")
                    + (data.stability() == null && !palette.unstable().isEmpty() ? ", dimmed: unstable" : "");
            g.drawString(Text.fitting(g, words, m.getWidth()), (float) m.getX(), (float) (m.getMaxY() + text * 1.5));
        }
    }

    private void marks(Graphics2D g, Rectangle2D m) {
        double step = m.getHeight() / data.networks().size();
        double thick = Math.max(step, theme.text() * 0.12);
        // most of the matrix is dark in every look
        Color accent = Color.WHITE;
        g.setStroke(new BasicStroke((float) (theme.text() * 0.1)));
        for (NetworkId id : marked) {
            int row = data.row(id);
            if (row >= 0) {
                g.setColor(accent);
                int rows = data.rows(id);
                double middle = (row + rows / 2.0) * step;
                double high = Math.max(thick, rows * step);
                g.draw(new Rectangle2D.Double(m.getX(), m.getY() + middle - high / 2, m.getWidth(), high));
                g.draw(new Rectangle2D.Double(m.getX() + middle - high / 2, m.getY(), high, m.getHeight()));
            }
        }
    }
}

package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/**
 * Draws the histogram of max |z| with the threshold as a line: what is removed in grey to its left, what is kept in the
 * colours of the slices, protected layers below both. {@link #x} and {@link #value} tell a window where the line is, so
 * that it can be dragged on the same picture.
 */
public final class HistogramPainter implements Figure {
    /** Lengths of texts as on paper, whatever they are drawn on. */
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    private final HistogramData data;
    private final HistogramBins bins;
    private final Theme theme;

    public HistogramPainter(HistogramData data, Theme theme) {
        this.data = data;
        bins = new HistogramBins(data);
        this.theme = theme;
    }

    /** Where bars are drawn: the value axis spans its width, 0 at its left edge. */
    public Rectangle2D plotArea(double width, double height) {
        double text = theme.text();
        double widest = Typeface.REGULAR
                .size(text)
                .getStringBounds(Ticks.format(0).format(bins.most()), METRICS)
                .getWidth();
        double left = 2.5 * text + widest;
        double top = data.title().isEmpty() ? 2.6 * text : 4.9 * text;
        double below = 3.9 * text;
        return new Rectangle2D.Double(
                left, top, Math.max(1, width - left - 1.4 * text), Math.max(1, height - top - below));
    }

    /** The horizontal place of a value; values beyond the axis lie at its ends. */
    public double x(double value, double width, double height) {
        Rectangle2D plot = plotArea(width, height);
        return plot.getX()
                + Math.clamp((value - data.start()) / (data.end() - data.start()), 0.0, 1.0) * plot.getWidth();
    }

    /** The value at a horizontal place, within the axis. */
    public double value(double x, double width, double height) {
        Rectangle2D plot = plotArea(width, height);
        return data.start() + Math.clamp((x - plot.getX()) / plot.getWidth(), 0.0, 1.0) * (data.end() - data.start());
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D plot = plotArea(width, height);
        CountAxis range = countAxis(plot);
        chart(width, height, plot, range).draw(g, new Rectangle2D.Double(0, 0, width, height));
        countLabels(g, plot, range);
        if (!data.title().isEmpty()) {
            g.setFont(Typeface.SEMIBOLD.size(theme.text() * 1.35));
            g.setColor(theme.ink());
            Text.left(g, data.title(), theme.text() * 1.3, theme.text() * 2.3, width - theme.text() * 2.6);
        }
        legend(g, plot);
        threshold(g, plot, x(data.threshold(), width, height), width);
    }

    private JFreeChart chart(double width, double height, Rectangle2D plot, CountAxis range) {
        NumberAxis values = new NumberAxis(data.scale().label() + (data.beyond() ? " (last bar: and beyond)" : ""));
        values.setRange(data.start(), data.end());
        Ticks ticks = Ticks.of(data.start(), data.end(), Math.max(2, (int) (plot.getWidth() / (3.6 * theme.text()))));
        double step = ticks.values().size() > 1
                ? ticks.values().get(1) - ticks.values().get(0)
                : data.end() - data.start();
        values.setTickUnit(new NumberTickUnit(step, Ticks.format(ticks.decimals()), 0));
        NumberAxis counts = new NumberAxis(null);
        counts.setRange(0, range.high);
        counts.setTickUnit(new NumberTickUnit(range.ticks.length > 1 ? range.ticks[1] - range.ticks[0] : range.high));
        style(values);
        style(counts);
        counts.setTickLabelsVisible(false);
        XYPlot chart = new XYPlot(bins, values, counts, new HistogramBars(data, bins, theme));
        chart.setBackgroundPaint(null);
        chart.setOutlineVisible(false);
        chart.setInsets(RectangleInsets.ZERO_INSETS);
        chart.setAxisOffset(RectangleInsets.ZERO_INSETS);
        chart.setDomainGridlinesVisible(false);
        chart.setRangeGridlinePaint(theme.faint());
        chart.setRangeGridlineStroke(new BasicStroke((float) (theme.text() * 0.06)));
        AxisSpace left = new AxisSpace();
        left.setLeft(plot.getX());
        left.setRight(width - plot.getMaxX());
        chart.setFixedRangeAxisSpace(left);
        AxisSpace below = new AxisSpace();
        below.setBottom(height - plot.getMaxY());
        below.setTop(plot.getY());
        chart.setFixedDomainAxisSpace(below);
        JFreeChart whole = new JFreeChart(null, null, chart, false);
        whole.setBackgroundPaint(null);
        whole.setPadding(RectangleInsets.ZERO_INSETS);
        whole.setAntiAlias(true);
        whole.setElementHinting(false);
        return whole;
    }

    /** Range of the counts and which of them are named. */
    private record CountAxis(double high, double[] ticks) {}

    private CountAxis countAxis(Rectangle2D plot) {
        double high = Math.max(1, bins.most()) * (crowded() ? 1.4 : 1.06);
        Ticks ticks = Ticks.of(0, high, Math.max(2, (int) (plot.getHeight() / (2.2 * theme.text()))));
        double[] whole = ticks.values().stream()
                .mapToDouble(value -> value)
                .filter(value -> value == Math.rint(value))
                .toArray();
        return new CountAxis(high, whole);
    }

    /** Whether full bars would stand behind the legend, as those of ranks do. */
    private boolean crowded() {
        int last = data.bins();
        for (int b = 2 * last / 3; b < last; b++) {
            if (bins.all(b) > 0.8 * bins.most()) {
                return true;
            }
        }
        return false;
    }

    /** JFreeChart turns rotated texts into shapes: these are set here, as text. */
    private void countLabels(Graphics2D g, Rectangle2D plot, CountAxis range) {
        double text = theme.text();
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        for (double value : range.ticks) {
            double y = plot.getMaxY() - value / range.high * plot.getHeight();
            Text.right(g, Ticks.format(0).format(value), plot.getX() - 0.65 * text, y + 0.36 * text);
        }
        g.setColor(theme.ink());
        AffineTransform upright = g.getTransform();
        g.rotate(-Math.PI / 2, 1.2 * text, plot.getCenterY());
        Text.centred(g, "neurons", 1.2 * text, plot.getCenterY() + 0.36 * text);
        g.setTransform(upright);
    }

    /** What the bars of protected layers are, where there are some. */
    private void legend(Graphics2D g, Rectangle2D plot) {
        boolean any = false;
        for (boolean whole : data.protectedLayers()) {
            any |= whole;
        }
        if (any) {
            double text = theme.text();
            String words = "protected layers";
            g.setFont(Typeface.REGULAR.size(text));
            double x = plot.getMaxX() - Text.width(g, words);
            double y = plot.getY() + 1.1 * text;
            g.setColor(theme.lockedFill());
            g.fill(new Rectangle2D.Double(x - 1.1 * text, y - 0.7 * text, 0.75 * text, 0.75 * text));
            g.setColor(theme.muted());
            Text.right(g, words, plot.getMaxX(), y);
        }
    }

    private void style(ValueAxis axis) {
        Font font = Typeface.REGULAR.size(theme.text());
        axis.setLabelFont(font);
        axis.setTickLabelFont(font);
        axis.setLabelPaint(theme.ink());
        axis.setTickLabelPaint(theme.muted());
        axis.setAxisLinePaint(theme.muted());
        axis.setTickMarkPaint(theme.muted());
        axis.setTickMarkOutsideLength((float) (theme.text() * 0.35));
        BasicStroke hair = new BasicStroke((float) (theme.text() * 0.07));
        axis.setAxisLineStroke(hair);
        axis.setTickMarkStroke(hair);
        double gap = theme.text() * 0.3;
        axis.setTickLabelInsets(new RectangleInsets(gap, gap, gap, gap));
        axis.setLabelInsets(new RectangleInsets(gap, gap, gap, gap));
    }

    private void threshold(Graphics2D g, Rectangle2D plot, double x, double width) {
        double text = theme.text();
        double chipHeight = 1.5 * text;
        double top = plot.getY() - 0.35 * text - chipHeight;
        g.setColor(theme.accent());
        g.setStroke(new BasicStroke((float) (text * 0.14)));
        g.draw(new Line2D.Double(x, top + chipHeight, x, plot.getMaxY()));
        double share = data.total() == 0 ? 0 : 100.0 * (data.total() - data.kept()) / data.total();
        String value = Ticks.number(data.threshold(), 2);
        g.setFont(Typeface.SEMIBOLD.size(text));
        double half = Text.width(g, value) / 2 + 0.5 * text;
        double edge = 0.3 * text;
        double middle = Math.clamp(x, edge + half, Math.max(edge + half, width - edge - half));
        double baseline = top + 1.1 * text;
        g.fill(new RoundRectangle2D.Double(middle - half, top, 2 * half, chipHeight, 0.5 * text, 0.5 * text));
        g.setColor(theme.background());
        Text.centred(g, value, middle, baseline);
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        String removed = Ticks.number(share, 1) + " % removed";
        String kept = Ticks.number(100 - share, 1) + " % kept";
        double gap = 0.6 * text;
        if (middle - half - gap - Text.width(g, removed) >= edge) {
            Text.right(g, removed, middle - half - gap, baseline);
        }
        if (middle + half + gap + Text.width(g, kept) <= width - edge) {
            Text.left(g, kept, middle + half + gap, baseline, width);
        }
    }
}

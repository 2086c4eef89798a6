package sulcus.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.data.xy.XYDataset;

/**
 * Bars that are grey up to the threshold and take the colours of the slices above it; the bin in which it falls is cut. What
 * protected layers give to a bin lies at its foot in their own colour.
 */
final class HistogramBars extends AbstractXYItemRenderer {
    private static final long serialVersionUID = 1L;

    private final transient HistogramData data;
    private final transient HistogramBins bins;
    private final transient Theme theme;

    HistogramBars(HistogramData data, HistogramBins bins, Theme theme) {
        this.data = data;
        this.bins = bins;
        this.theme = theme;
    }

    @Override
    public void drawItem(
            Graphics2D g,
            XYItemRendererState state,
            Rectangle2D area,
            PlotRenderingInfo info,
            XYPlot plot,
            ValueAxis values,
            ValueAxis counts,
            XYDataset dataset,
            int series,
            int item,
            CrosshairState crosshair,
            int pass) {
        if (bins.all(item) == 0) {
            return;
        }
        double low = data.start() + item * data.width();
        double high = low + data.width();
        double cut = Math.clamp(data.threshold(), low, high);
        double top = counts.valueToJava2D(bins.all(item), area, plot.getRangeAxisEdge());
        double foot = counts.valueToJava2D(bins.whole(item), area, plot.getRangeAxisEdge());
        Color kept = new Color(data.scale().argb((float) (Math.max(high, data.threshold()) - data.start())));
        bar(g, area, plot, values, low, cut, top, foot, theme.removed());
        bar(g, area, plot, values, cut, high, top, foot, kept);
        bar(g, area, plot, values, low, high, foot, area.getMaxY(), theme.lockedFill());
    }

    private static void bar(
            Graphics2D g,
            Rectangle2D area,
            XYPlot plot,
            ValueAxis values,
            double low,
            double high,
            double top,
            double bottom,
            Color colour) {
        double left = values.valueToJava2D(low, area, plot.getDomainAxisEdge());
        double right = values.valueToJava2D(high, area, plot.getDomainAxisEdge());
        if (right > left && bottom > top) {
            double gap = Math.min(0.5, (right - left) * 0.12);
            g.setColor(colour);
            g.fill(new Rectangle2D.Double(left, top, right - left - gap, bottom - top));
        }
    }
}

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

/** Bars that are grey up to the threshold and take the colours of the slices above it; the bin in which it falls is cut. */
final class HistogramBars extends AbstractXYItemRenderer {
    private static final long serialVersionUID = 1L;

    private final transient HistogramData data;
    private final transient Theme theme;

    HistogramBars(HistogramData data, Theme theme) {
        this.data = data;
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
        int count = data.counts()[item];
        if (count == 0) {
            return;
        }
        double low = item * data.width();
        double high = low + data.width();
        double cut = Math.clamp(data.threshold(), low, high);
        double top = counts.valueToJava2D(count, area, plot.getRangeAxisEdge());
        Color kept = new Color(data.scale().argb((float) Math.max(high, data.threshold())));
        bar(g, area, plot, values, low, cut, top, theme.removed());
        bar(g, area, plot, values, cut, high, top, kept);
    }

    private static void bar(
            Graphics2D g,
            Rectangle2D area,
            XYPlot plot,
            ValueAxis values,
            double low,
            double high,
            double top,
            Color colour) {
        double left = values.valueToJava2D(low, area, plot.getDomainAxisEdge());
        double right = values.valueToJava2D(high, area, plot.getDomainAxisEdge());
        if (right > left) {
            double gap = Math.min(0.5, (right - left) * 0.12);
            g.setColor(colour);
            g.fill(new Rectangle2D.Double(left, top, right - left - gap, area.getMaxY() - top));
        }
    }
}

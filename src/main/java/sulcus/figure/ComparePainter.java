package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import sulcus.study.Comparison;
import sulcus.study.Comparison.Curve;
import sulcus.study.Comparison.Point;

/**
 * Perplexity against what was removed, a curve for each method and compensation, with its legend; below, two settings side by side
 * with what they differ in, or what methods preserve in common.
 */
public final class ComparePainter implements Figure {
    /** Lengths of texts as on paper, whatever they are drawn on. */
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    private final CompareData data;
    private final Theme theme;
    private final double text;

    public ComparePainter(CompareData data, Theme theme) {
        this.data = data;
        this.theme = theme;
        text = theme.text();
    }

    private double legendWidth(double width) {
        double widest = text * 8;
        for (Curve curve : data.comparison().curves()) {
            widest = Math.max(
                    widest,
                    Typeface.REGULAR
                            .size(text)
                            .getStringBounds(curve.name(), METRICS)
                            .getWidth());
        }
        return Math.min(widest + text * 4.2, width * 0.42);
    }

    private double plotHeight(double height) {
        int lines = data.comparison().curves().size() + 2;
        double half = Math.max(height * 0.5, Math.min(height * 0.62, text * (11 + 1.55 * lines)));
        return data.hasPanel() ? half : height;
    }

    /** Where points are drawn: 0 % removed at its left edge. */
    public Rectangle2D plot(double width, double height) {
        double top = text * 7.2;
        double h = plotHeight(height) - top - text * 4;
        return new Rectangle2D.Double(
                text * 5.5, top, Math.max(20, width - text * 7 - legendWidth(width)), Math.max(20, h));
    }

    private ComparePlot drawn(double width, double height) {
        return new ComparePlot(data, theme, plot(width, height));
    }

    /** A point of a curve. */
    public record Spot(Curve curve, Point point) {}

    /** The point that is nearest to a place, within a finger's width; null for none. */
    public Spot spotAt(double atX, double atY, double width, double height) {
        ComparePlot plot = drawn(width, height);
        Spot best = null;
        double least = text * 1.2;
        for (Curve curve : data.comparison().curves()) {
            for (Point p : curve.points()) {
                double away = Math.hypot(plot.x(p) - atX, plot.y(p.perplexity()) - atY);
                if (away < least && !data.sight().hidden().contains(curve.name())) {
                    least = away;
                    best = new Spot(curve, p);
                }
            }
        }
        return best;
    }

    /** The curve whose name in the legend is at a place; null for none. */
    public Curve legendAt(double atX, double atY, double width, double height) {
        Rectangle2D plot = plot(width, height);
        int line = (int) Math.floor((atY - legendTop(plot)) / lineHeight(plot));
        boolean beside = atX > plot.getMaxX() + text * 0.8 && atX < width;
        List<Curve> curves = data.comparison().curves();
        return beside && line >= 0 && line < curves.size() ? curves.get(line) : null;
    }

    private double legendTop(Rectangle2D plot) {
        return plot.getY() - text * 0.6;
    }

    /** Closer together where there are many. */
    private double lineHeight(Rectangle2D plot) {
        int lines = data.comparison().curves().size() + 1;
        return Math.clamp((plot.getHeight() + text * 3.4) / lines, text * 1.15, text * 1.6);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.35));
        Text.left(g, data.title(), text * 1.4, text * 2.2, width - text * 3);
        g.setColor(theme.muted());
        g.setFont(Typeface.REGULAR.size(text));
        Text.left(g, data.note(), text * 1.4, text * 3.7, width - text * 3);
        Text.left(g, bars(data.comparison()), text * 1.4, text * 5.1, width - text * 3);
        ComparePlot plot = drawn(width, height);
        plot.paint(g);
        legend(g, plot, width, height);
        if (data.hasPanel()) {
            panel(g, plotHeight(height) + text * 0.4, width, height, pixelsPerUnit);
        }
    }

    /** What the error bars say. */
    static String bars(Comparison comparison) {
        List<Point> all =
                comparison.curves().stream().flatMap(c -> c.points().stream()).toList();
        List<String> kinds = new ArrayList<>();
        if (all.stream().anyMatch(p -> p.seeds() > 1)) {
            kinds.add("mean ± standard deviation over seeds");
        }
        if (all.stream().anyMatch(p -> p.seeds() == 1 && Double.isFinite(p.error()))) {
            kinds.add((kinds.isEmpty() ? "" : "of single seeds ")
                    + "± standard error over windows (all share the same windows)");
        }
        return kinds.isEmpty() ? "" : "bars: " + String.join("; ", kinds);
    }

    private void legend(Graphics2D g, ComparePlot plot, double width, double height) {
        Rectangle2D frame = plot(width, height);
        double x = frame.getMaxX() + text * 1.2;
        double step = lineHeight(frame);
        double y = legendTop(frame) + step * 0.5;
        double room = width - x - text * 3.6;
        g.setFont(Typeface.REGULAR.size(text));
        for (Curve curve : data.comparison().curves()) {
            boolean hidden = data.sight().hidden().contains(curve.name());
            CompareMark mark = CompareMark.of(curve);
            if (!hidden) {
                if (!curve.byHand()) {
                    g.setColor(mark.colour());
                    g.setStroke(mark.line(text));
                    g.draw(new Line2D.Double(x, y, x + text * 2.4, y));
                }
                mark.draw(g, x + text * 1.2, y, text, theme.background());
            }
            g.setColor(hidden ? theme.muted() : theme.ink());
            String name = Text.fitting(g, curve.name(), room);
            Text.left(g, name, x + text * 3, y + text * 0.36, room);
            if (hidden) {
                g.setStroke(new BasicStroke((float) (text * 0.08)));
                g.draw(new Line2D.Double(x + text * 3, y, x + text * 3 + Text.width(g, name), y));
            }
            y += step;
        }
        if (!data.comparison()
                .front(data.sight().across(), data.sight().hidden())
                .isEmpty()) {
            g.setColor(plot.halo());
            g.setStroke(new BasicStroke((float) (text * 0.55), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.draw(new Line2D.Double(x + text * 0.2, y, x + text * 2.2, y));
            g.setColor(theme.muted());
            Text.left(g, "Pareto front", x + text * 3, y + text * 0.36, room);
        }
    }

    private void panel(Graphics2D g, double top, double width, double height, double pixelsPerUnit) {
        AffineTransform before = g.getTransform();
        if (data.overlap() != null) {
            g.translate(0, top);
            new OverlapPainter(data.overlap(), theme).paint(g, width, Math.max(20, height - top), pixelsPerUnit);
        } else {
            maps(g, top, width, height, pixelsPerUnit);
        }
        g.setTransform(before);
    }

    private void maps(Graphics2D g, double top, double width, double height, double pixelsPerUnit) {
        CompareData.Maps of = data.maps();
        MosaicData[] maps = {of.mapA(), of.mapB(), of.difference()};
        double w = width / 3;
        for (int i = 0; i < 3; i++) {
            AffineTransform before = g.getTransform();
            g.translate(i * w, top);
            MosaicPainter painter = new MosaicPainter(plain(maps[i]), theme);
            double h = Math.max(20, height - top);
            painter.paint(g, w, h, pixelsPerUnit);
            if (maps[i] == of.difference()) {
                differenceKey(g, painter.geometry(w, h, pixelsPerUnit).bar(), w);
            }
            g.setTransform(before);
        }
    }

    /** In place of a scale: a difference has two values only. */
    private void differenceKey(Graphics2D g, Rectangle2D bar, double right) {
        g.setColor(theme.background());
        double left = bar.getX() - text * 1.2;
        g.fill(new Rectangle2D.Double(left, bar.getY() - text * 2.4, right - left, bar.getHeight() + text * 4.4));
        String[] words = {"only B", "only A", "alike"};
        ColourScale scale = data.maps().difference().scale();
        int[] colours = {scale.argb(1), scale.argb(-1), theme.anatomy(0.4f)};
        g.setFont(Typeface.REGULAR.size(text));
        for (int i = 0; i < words.length; i++) {
            double y = bar.getY() + i * text * 1.8;
            g.setColor(new Color(colours[i]));
            g.fill(new Rectangle2D.Double(bar.getX() - text * 0.4, y, text, text));
            g.setColor(theme.muted());
            g.drawString(words[i], (float) (bar.getX() + text), (float) (y + text * 0.86));
        }
    }

    /** Without the caption, which has no room here. */
    private static MosaicData plain(MosaicData d) {
        return new MosaicData(
                d.title(),
                "",
                d.layout(),
                d.values(),
                d.anatomy(),
                d.families(),
                d.palette(),
                d.scale(),
                d.thresholds(),
                d.threshold(),
                d.protectedLayers(),
                d.preserved());
    }
}

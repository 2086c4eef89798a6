package sulcus.workbench.preserve;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.Set;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import sulcus.figure.ColourScale;
import sulcus.figure.Theme;
import sulcus.figure.Typeface;
import sulcus.workbench.study.Figures;
import sulcus.workbench.study.Subject;
import sulcus.workbench.theme.Sheet;

/**
 * The histogram of the scores with the threshold as a line that can be taken anywhere on it: what is kept has the colours of
 * the mosaic, what is removed is grey, protected layers lie below in their own colour.
 */
public final class HistogramView extends Region {
    private static final int BINS = 96;
    private static final double BOTTOM = 22;
    private static final double TOP = 24;
    private static final float STEP = 0.05f;

    private final CutModel cut;
    private final ObservableValue<Theme> theme;
    private final Sheet sheet = new Sheet();
    private ScoreHistogram histogram;
    private ColourScale scale;
    /** Whether an arrow key is down: its repetitions are one step. */
    private boolean held;

    public HistogramView(CutModel cut, ObservableValue<Theme> theme) {
        this.cut = cut;
        this.theme = theme;
        getStyleClass().add("histogram");
        getChildren().add(sheet.view());
        setCursor(Cursor.H_RESIZE);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setAccessibleText("Threshold on the histogram of max |z|");
        cut.outcomeProperty().addListener((o, was, is) -> requestLayout());
        theme.addListener((o, was, is) -> requestLayout());
        addEventHandler(MouseEvent.MOUSE_PRESSED, e -> {
            requestFocus();
            cut.begin("threshold");
            cut.setThreshold(value(e.getX()));
        });
        addEventHandler(MouseEvent.MOUSE_DRAGGED, e -> cut.setThreshold(value(e.getX())));
        addEventHandler(MouseEvent.MOUSE_RELEASED, e -> cut.end());
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        addEventHandler(KeyEvent.KEY_RELEASED, e -> {
            held = false;
            cut.end();
        });
        focusedProperty().addListener((o, was, is) -> requestLayout());
    }

    /** Counts another study's scores. */
    public void open(Subject subject) {
        if (subject == null) {
            histogram = null;
            scale = null;
        } else {
            float[][] scores = subject.scores().clone();
            for (int l = 0; l < scores.length; l++) {
                scores[l] = scores[l] == null ? new float[0] : scores[l];
            }
            scale = ColourScale.of(scores, "max |z|");
            histogram = ScoreHistogram.of(scores, scale.maximum(), BINS);
        }
        requestLayout();
    }

    private void pressed(KeyEvent e) {
        if (cut.outcome() == null) {
            return;
        }
        float step = e.isShiftDown() ? 10 * STEP : STEP;
        float threshold = cut.outcome().threshold();
        float next = switch (e.getCode()) {
            case LEFT, DOWN -> threshold - step;
            case RIGHT, UP -> threshold + step;
            case HOME -> 0;
            default -> Float.NaN;
        };
        if (!Float.isNaN(next)) {
            if (!held) {
                held = true;
                cut.begin("threshold");
            }
            cut.setThreshold(Math.round(next / STEP) * STEP);
            e.consume();
        }
    }

    private float value(double x) {
        return histogram == null ? 0 : (float) Math.clamp(x / getWidth() * histogram.maximum(), 0, histogram.maximum());
    }

    /** Where a threshold stands, in units from the left. */
    public double x(float threshold) {
        return histogram == null ? 0 : Math.clamp(threshold / histogram.maximum(), 0, 1) * getWidth();
    }

    @Override
    protected void layoutChildren() {
        if (getWidth() < 8 || getHeight() < 8) {
            return;
        }
        sheet.resize(getWidth(), getHeight(), Sheet.pixelsPerUnit(this));
        if (histogram == null || cut.outcome() == null) {
            sheet.clear();
        } else {
            sheet.draw(this::paint);
        }
    }

    private void paint(Graphics2D g) {
        Theme t = theme.getValue();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        double width = getWidth();
        double base = getHeight() - BOTTOM;
        Set<Integer> locked = cut.cut().rules().protectedLayers();
        int[] whole = histogram.of(locked, true);
        int[] open = histogram.of(locked, false);
        int most = 1;
        for (int b = 0; b < whole.length; b++) {
            most = Math.max(most, whole[b] + open[b]);
        }
        float threshold = cut.outcome().threshold();
        double line = x(threshold);
        double step = width / whole.length;
        for (int b = 0; b < whole.length; b++) {
            double x = b * step;
            double low = (base - TOP) * whole[b] / most;
            double high = (base - TOP) * open[b] / most;
            g.setColor(translucent(t.locked(), 0.55));
            g.fill(new Rectangle2D.Double(x, base - low, step - 0.6, low));
            double left = Math.clamp(line - x, 0, step - 0.6);
            g.setColor(t.removed());
            g.fill(new Rectangle2D.Double(x, base - low - high, left, high));
            g.setColor(new Color(scale.argb((float) ((b + 0.5) / whole.length * scale.maximum()))));
            g.fill(new Rectangle2D.Double(x + left, base - low - high, step - 0.6 - left, high));
        }
        axis(g, t, base);
        mark(g, t, line, base, threshold);
    }

    private void axis(Graphics2D g, Theme t, double base) {
        g.setColor(t.faint());
        g.setStroke(new BasicStroke(1));
        g.draw(new Line2D.Double(0, base + 0.5, getWidth(), base + 0.5));
        g.setFont(Typeface.REGULAR.size(11));
        int every = Math.max(1, (int) Math.ceil(histogram.maximum() / 10));
        for (int tick = 0; tick <= histogram.maximum(); tick += every) {
            double x = tick / histogram.maximum() * getWidth();
            String label = Integer.toString(tick);
            double wide = g.getFontMetrics().getStringBounds(label, g).getWidth();
            g.setColor(t.faint());
            g.draw(new Line2D.Double(x, base + 1, x, base + 4));
            g.setColor(t.muted());
            g.drawString(label, (float) Math.clamp(x - wide / 2, 0, getWidth() - wide), (float) (base + 16));
        }
    }

    private void mark(Graphics2D g, Theme t, double line, double base, float threshold) {
        Outcome o = cut.outcome();
        g.setFont(Typeface.REGULAR.size(11));
        g.setColor(t.muted());
        String removed = Figures.percent(o.neuronsRemoved()) + " removed";
        String kept = Figures.percent(1 - o.neuronsRemoved()) + " kept";
        double keptWide = g.getFontMetrics().getStringBounds(kept, g).getWidth();
        double removedWide = g.getFontMetrics().getStringBounds(removed, g).getWidth();
        String value = String.format(Locale.ROOT, "%.2f", threshold);
        g.setFont(Typeface.SEMIBOLD.size(12));
        double wide = g.getFontMetrics().getStringBounds(value, g).getWidth() + 12;
        double x = Math.clamp(line - wide / 2, 0, getWidth() - wide);
        Color accent = accent(t);
        g.setColor(accent);
        g.setStroke(new BasicStroke(isFocused() ? 2.5f : 1.6f));
        g.draw(new Line2D.Double(line, 16, line, base));
        g.fill(new java.awt.geom.RoundRectangle2D.Double(x, 0, wide, 17, 6, 6));
        g.setColor(t.background());
        g.drawString(value, (float) (x + 6), 13f);
        g.setFont(Typeface.REGULAR.size(11));
        g.setColor(t.muted());
        if (x > removedWide + 8) {
            g.drawString(removed, (float) (x - removedWide - 8), 13f);
        }
        if (x + wide + keptWide + 8 < getWidth()) {
            g.drawString(kept, (float) (x + wide + 8), 13f);
        }
    }

    private static Color accent(Theme t) {
        return t == Theme.DARK ? new Color(0x58a6ff) : new Color(0x0969da);
    }

    private static Color translucent(Color c, double alpha) {
        return new Color(c.getRed(), c.getGreen(), c.getBlue(), (int) (alpha * 255));
    }
}

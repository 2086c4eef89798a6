package sulcus.figure;

import org.jfree.data.xy.AbstractIntervalXYDataset;

/** The bins of a histogram as JFreeChart reads them. */
final class HistogramBins extends AbstractIntervalXYDataset {
    private static final long serialVersionUID = 1L;

    private final transient HistogramData data;

    HistogramBins(HistogramData data) {
        this.data = data;
    }

    @Override
    public int getSeriesCount() {
        return 1;
    }

    @Override
    public Comparable<?> getSeriesKey(int series) {
        return data.label();
    }

    @Override
    public int getItemCount(int series) {
        return data.counts().length;
    }

    @Override
    public Number getX(int series, int item) {
        return (item + 0.5) * data.width();
    }

    @Override
    public Number getY(int series, int item) {
        return data.counts()[item];
    }

    @Override
    public Number getStartX(int series, int item) {
        return item * data.width();
    }

    @Override
    public Number getEndX(int series, int item) {
        return (item + 1) * data.width();
    }

    @Override
    public Number getStartY(int series, int item) {
        return 0;
    }

    @Override
    public Number getEndY(int series, int item) {
        return getY(series, item);
    }
}

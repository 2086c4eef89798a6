package sulcus.figure;

import org.jfree.data.xy.AbstractIntervalXYDataset;

/** The bins of a histogram as JFreeChart reads them: neurons of protected layers below, the others on top of them. */
final class HistogramBins extends AbstractIntervalXYDataset {
    private static final long serialVersionUID = 1L;

    private final transient HistogramData data;
    private final int[] whole;
    private final int[] open;

    HistogramBins(HistogramData data) {
        this.data = data;
        whole = data.counts(true);
        open = data.counts(false);
    }

    int whole(int bin) {
        return whole[bin];
    }

    int all(int bin) {
        return whole[bin] + open[bin];
    }

    /** Neurons of the fullest bin. */
    int most() {
        int most = 0;
        for (int b = 0; b < whole.length; b++) {
            most = Math.max(most, all(b));
        }
        return most;
    }

    @Override
    public int getSeriesCount() {
        return 1;
    }

    @Override
    public Comparable<?> getSeriesKey(int series) {
        return data.scale().label();
    }

    @Override
    public int getItemCount(int series) {
        return whole.length;
    }

    @Override
    public Number getX(int series, int item) {
        return data.start() + (item + 0.5) * data.width();
    }

    @Override
    public Number getY(int series, int item) {
        return all(item);
    }

    @Override
    public Number getStartX(int series, int item) {
        return data.start() + item * data.width();
    }

    @Override
    public Number getEndX(int series, int item) {
        return data.start() + (item + 1) * data.width();
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

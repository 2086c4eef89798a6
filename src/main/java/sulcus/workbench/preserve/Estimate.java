package sulcus.workbench.preserve;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import sulcus.evaluate.LossEstimate;
import sulcus.prune.Compensation;

/**
 * A perplexity before it is measured. Where the study knows how the loss answers to removal from each layer, from the layers
 * that are cut ({@link LossEstimate}). Else the logarithm of the perplexity is taken to go straight from one measured share of
 * neurons to the next, starting from the dense model, and on from the last two; of other rules with the same share that knows
 * nothing.
 */
public final class Estimate {
    private Estimate() {}

    /**
     * Something measured.
     *
     * @param removed share of neurons
     * @param alone what the layers add alone, summed, nats a token; NaN where that is not known
     */
    public record Point(Compensation compensation, double removed, double alone, double perplexity) {}

    /**
     * From the layers that are cut.
     *
     * @param together cuts without compensation that the sensitivity was measured with
     * @param dense perplexity of the dense model
     * @param alone what the layers of the cut add alone, summed
     * @return NaN if nothing was measured with this compensation
     */
    public static double of(
            List<Point> measured,
            List<LossEstimate.Point> together,
            double dense,
            Compensation compensation,
            double alone) {
        List<LossEstimate.Point> known = Stream.concat(
                        compensation == Compensation.NONE ? together.stream() : Stream.of(),
                        measured.stream()
                                .filter(p -> p.compensation() == compensation)
                                .map(p -> LossEstimate.Point.chosen(p.alone(), Math.log(p.perplexity() / dense))))
                .toList();
        if (compensation != Compensation.NONE && known.isEmpty() && alone > 0) {
            return Double.NaN;
        }
        return dense * Math.exp(LossEstimate.added(known, alone));
    }

    /**
     * From the share of neurons alone.
     *
     * @param dense perplexity of the dense model
     * @param removed share of neurons to estimate at
     * @return NaN if nothing was measured with this compensation
     */
    public static double of(List<Point> measured, double dense, Compensation compensation, double removed) {
        List<Point> line = Stream.concat(
                        Stream.of(new Point(compensation, 0, 0, dense)),
                        measured.stream()
                                .filter(p -> p.compensation() == compensation
                                        && p.removed() > 0
                                        && Double.isFinite(p.perplexity())))
                .sorted(Comparator.comparingDouble(Point::removed))
                .toList();
        if (line.size() < 2) {
            return removed == 0 ? dense : Double.NaN;
        }
        int above = 1;
        while (above < line.size() - 1 && line.get(above).removed() < removed) {
            above++;
        }
        Point low = line.get(above - 1);
        Point high = line.get(above);
        double share =
                high.removed() == low.removed() ? 0 : (removed - low.removed()) / (high.removed() - low.removed());
        double log = Math.log(low.perplexity()) + share * (Math.log(high.perplexity()) - Math.log(low.perplexity()));
        return Math.exp(log);
    }
}

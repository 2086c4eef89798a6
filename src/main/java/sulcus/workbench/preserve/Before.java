package sulcus.workbench.preserve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sulcus.evaluate.LossEstimate;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.LossCurves;
import sulcus.prune.Planner;
import sulcus.prune.score.Score;
import sulcus.study.Sensitivity;
import sulcus.study.Study;
import sulcus.study.Tried;
import sulcus.workbench.study.Subject;

/**
 * What a study knows of the perplexity under one method before anything is measured anew; read in the background.
 *
 * @param points settings that were measured
 * @param lastText on which the last of them was: most likely the one that will be measured on again
 * @param dense perplexity of the dense model on that text; NaN if it was not measured
 * @param curves how the loss answers to removal from each layer in the method's order; null where that was not measured
 * @param together cuts without compensation that were measured with the curves
 */
record Before(List<Point> points, String lastText, double dense, LossCurves curves, List<LossEstimate.Point> together) {
    static final Before NOTHING = new Before(List.of(), "", Double.NaN, null, List.of());

    record Asked(Subject subject, Score method) {}

    /**
     * Something measured.
     *
     * @param kept neurons of each layer
     */
    record Point(Score method, Compensating compensating, int[] kept, String text, double perplexity) {}

    static Before of(Asked asked) {
        Study study = asked.subject().study();
        List<Tried> tried = Tried.all(study);
        String last = tried.isEmpty() ? "" : tried.getLast().text();
        Planner planner = study.planner(asked.method());
        List<Point> points = new ArrayList<>();
        for (Tried t : tried) {
            if (t.method() == asked.method()) {
                points.add(new Point(t.method(), t.compensating(), planner.kept(t.rules()), t.text(), t.perplexity()));
            }
        }
        Sensitivity known = Sensitivity.read(study, asked.method().label());
        List<LossEstimate.Point> together = new ArrayList<>();
        for (int i = 0; known != null && i < known.shares().length; i++) {
            together.add(LossEstimate.Point.together(known.alone(i), known.together()[i]));
        }
        return new Before(points, last, Tried.dense(study, last), known == null ? null : known.curves(), together);
    }

    /**
     * The perplexity at a cut as {@link Estimate} has it.
     *
     * @param since what was measured afterwards
     * @param text that the estimate is of: points on others say nothing of it
     * @param whole perplexity of the dense model on it
     * @return NaN where nothing is known to estimate from
     */
    double estimate(List<Point> since, String text, double whole, Cut cut, Outcome outcome, Subject of) {
        List<Estimate.Point> measured = Stream.concat(points.stream(), since.stream())
                .filter(p -> p.text().equals(text) && p.method() == cut.method() && alike(p, cut))
                .map(p -> new Estimate.Point(
                        p.compensating().kind(),
                        of.footprint().neuronsRemoved(p.kept()),
                        alone(of, p.kept()),
                        p.perplexity()))
                .toList();
        return curves == null
                ? Estimate.of(measured, whole, cut.compensation(), outcome.neuronsRemoved())
                : Estimate.of(measured, together, whole, cut.compensation(), alone(of, outcome.kept()));
    }

    private static boolean alike(Point p, Cut cut) {
        return cut.compensation() != Compensation.FEEDBACK
                || p.compensating().feedback() == cut.compensating().feedback();
    }

    private double alone(Subject of, int[] kept) {
        return curves == null ? Double.NaN : curves.sum(kept, of.footprint().neurons());
    }
}

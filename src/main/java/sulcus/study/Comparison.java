package sulcus.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;

/**
 * What a study knows of settings that were measured on the same: curves of what {@code compare} measured, and single settings
 * tried by hand.
 *
 * @param on what was predicted
 * @param dense perplexity of the dense model on it; NaN if unknown
 * @param denseError its standard error over the windows; NaN if unknown
 * @param curves in the order in which they were first measured
 * @param settings of which the preserved set is known, oldest first
 */
public record Comparison(MeasuredText on, double dense, double denseError, List<Curve> curves, List<Tried> settings) {

    /**
     * Settings of one method and compensation.
     *
     * @param name for people
     * @param method label of the score
     * @param compensate label of the compensation
     * @param variant 0 for the first calibration that this was measured with, 1 for the second …
     * @param byHand whether the settings were tried one by one, and do not make a curve
     * @param points by how much they remove
     */
    public record Curve(
            String name, String method, String compensate, int variant, boolean byHand, List<Point> points) {}

    /**
     * @param neuronsRemoved share of all MLP neurons, 0 … 1
     * @param parametersRemoved share of all parameters, 0 … 1
     * @param perplexity over the seeds the mean
     * @param error over several seeds the sample standard deviation, else the standard error over the windows; NaN if unknown
     * @param seeds how many
     */
    public record Point(double neuronsRemoved, double parametersRemoved, double perplexity, double error, int seeds) {}

    /**
     * All that anything was measured on, oldest first.
     *
     * @param more settings that are not in the study
     */
    public static List<MeasuredText> texts(Study study, List<Tried> more) {
        List<MeasuredText> texts = new ArrayList<>();
        Stream.of(
                        study.document().results().stream().map(StudyDocument.Measurement::on),
                        study.compared().stream().map(Compared::on),
                        more.stream().map(Tried::on))
                .flatMap(all -> all)
                .forEach(on -> {
                    if (texts.stream().noneMatch(on::like)) {
                        texts.add(on);
                    }
                });
        return List.copyOf(texts);
    }

    /** @param more settings that are not in the study */
    public static Comparison of(Study study, List<Tried> more, MeasuredText on) {
        List<Compared> rows =
                study.compared().stream().filter(row -> row.on().like(on)).toList();
        List<Tried> tried = Stream.concat(Tried.all(study).stream(), more.stream())
                .filter(t -> t.on().like(on))
                .toList();
        List<Tried> settings = new ArrayList<>(tried);
        for (Compared row : rows) {
            Tried again = again(study, row);
            if (again != null) {
                settings.add(again);
            }
        }
        double[] dense = dense(study, rows, on);
        return new Comparison(on, dense[0], dense[1], curves(rows, tried), List.copyOf(settings));
    }

    private static double[] dense(Study study, List<Compared> rows, MeasuredText on) {
        double[] dense = {Double.NaN, Double.NaN};
        for (StudyDocument.Measurement m : study.document().results()) {
            if (m.rules() == null && m.on().like(on)) {
                dense = new double[] {m.perplexity(), m.standardError()};
            }
        }
        for (Compared row : rows) {
            if (row.method().equals(Compared.DENSE)) {
                dense = new double[] {row.perplexity(), row.standardError()};
            }
        }
        return dense;
    }

    static List<Curve> curves(List<Compared> rows, List<Tried> tried) {
        Map<String, Map<Double, Map<Long, Compared>>> byCurve = new LinkedHashMap<>();
        for (Compared row : rows) {
            if (!row.method().equals(Compared.DENSE)) {
                byCurve.computeIfAbsent(row.curve(), c -> new TreeMap<>())
                        .computeIfAbsent(row.neurons(), n -> new TreeMap<>())
                        .put(row.seed(), row);
            }
        }
        List<Curve> curves = new ArrayList<>();
        byCurve.forEach((name, points) -> {
            Compared one = points.values().iterator().next().values().iterator().next();
            int variant = (int) curves.stream()
                    .filter(c ->
                            c.method().equals(one.method()) && c.compensate().equals(one.compensate()))
                    .count();
            curves.add(new Curve(
                    name,
                    one.method(),
                    one.compensate(),
                    variant,
                    false,
                    points.values().stream()
                            .map(seeds -> point(List.copyOf(seeds.values())))
                            .toList()));
        });
        curves.addAll(byHand(tried));
        return List.copyOf(curves);
    }

    private static List<Curve> byHand(List<Tried> tried) {
        Map<String, List<Tried>> byName = new LinkedHashMap<>();
        for (Tried t : tried) {
            String compensate = t.compensating().kind() == Compensation.NONE
                    ? ""
                    : " + " + t.compensating().words();
            byName.computeIfAbsent(t.method().title() + compensate + ", by hand", n -> new ArrayList<>())
                    .add(t);
        }
        List<Curve> curves = new ArrayList<>();
        byName.forEach((name, of) -> curves.add(new Curve(
                name,
                of.getFirst().method().label(),
                of.getFirst().compensating().kind().label(),
                0,
                true,
                of.stream()
                        .map(t -> new Point(
                                t.neuronsRemoved(), t.parametersRemoved(), t.perplexity(), t.standardError(), 1))
                        .sorted(Comparator.comparingDouble(Point::neuronsRemoved))
                        .toList())));
        return curves;
    }

    private static Point point(List<Compared> seeds) {
        int n = seeds.size();
        double mean = mean(seeds, Compared::perplexity);
        double squares = 0;
        for (Compared row : seeds) {
            squares += (row.perplexity() - mean) * (row.perplexity() - mean);
        }
        return new Point(
                mean(seeds, Compared::neuronsRemoved),
                mean(seeds, Compared::parametersRemoved),
                mean,
                n > 1 ? Math.sqrt(squares / (n - 1)) : seeds.getFirst().standardError(),
                n);
    }

    private static double mean(List<Compared> rows, ToDoubleFunction<Compared> value) {
        return rows.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /** The setting of a row, if planning once more gives the set that was measured; else null. */
    private static Tried again(Study study, Compared row) {
        if (row.method().equals(Compared.DENSE) || row.calibrationTexts() != 0 || row.seed() != 0) {
            return null;
        }
        Score method = Scores.parse(row.method());
        Planner planner = study.planner(method);
        if (planner == null) {
            return null;
        }
        Rules rules = rules(study, row.neurons());
        Plan plan = planner.plan(rules);
        if (!Masks.hash(plan).equals(row.mask())) {
            return null;
        }
        Compensation kind = Compensation.parse(row.compensate());
        return new Tried(
                method,
                rules,
                new Compensating(kind, kind == Compensation.FEEDBACK ? row.feedback() : Compensating.FEEDBACK, false),
                row.neuronsRemoved(),
                row.parametersRemoved(),
                row.perplexity(),
                row.standardError(),
                row.on());
    }

    /** The rules under which methods are compared: the study's protected layers hold, nothing else of its rules does. */
    static Rules rules(Study study, double neurons) {
        return Rules.defaults(study.layers())
                .withProtectedLayers(study.rules().protectedLayers())
                .withTarget(new Target.Neurons(neurons));
    }

    /**
     * The points that no other one beats: none removes as much and predicts better. From the least removed on.
     *
     * @param removed what counts as removed
     * @param hidden names of curves that do not take part
     */
    public List<Point> front(ToDoubleFunction<Point> removed, Set<String> hidden) {
        List<Point> all = curves.stream()
                .filter(c -> !hidden.contains(c.name()))
                .flatMap(c -> c.points().stream())
                .filter(p -> Double.isFinite(p.perplexity()))
                .sorted(Comparator.comparingDouble(removed).reversed().thenComparingDouble(Point::perplexity))
                .toList();
        List<Point> front = new ArrayList<>();
        double best = Double.POSITIVE_INFINITY;
        for (Point p : all) {
            if (p.perplexity() < best) {
                best = p.perplexity();
                front.add(p);
            }
        }
        return List.copyOf(front.reversed());
    }
}

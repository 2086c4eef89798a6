package sulcus.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;

/**
 * A setting that was measured in a study.
 *
 * @param method whose scores the rules cut
 * @param rules under which it was pruned
 * @param compensating for what was removed
 * @param neuronsRemoved share of all MLP neurons, 0 … 1
 * @param parametersRemoved share of all parameters, 0 … 1
 * @param perplexity measured; NaN for a setting that was not measured yet
 * @param standardError of the perplexity over the windows; NaN where it is unknown
 * @param on what was predicted; null for a setting that was not measured yet
 */
public record Tried(
        Score method,
        Rules rules,
        Compensating compensating,
        double neuronsRemoved,
        double parametersRemoved,
        double perplexity,
        double standardError,
        MeasuredText on) {

    /** All pruned settings that the study remembers and still has the scores of, oldest first. */
    public static List<Tried> all(Study study) {
        List<Tried> all = new ArrayList<>();
        for (StudyDocument.Measurement m : study.document().results()) {
            Planner planner = m.rules() == null ? null : study.planner(Scores.parse(m.method()));
            if (planner != null) {
                all.add(of(study, planner, m));
            }
        }
        return List.copyOf(all);
    }

    private static Tried of(Study study, Planner planner, StudyDocument.Measurement m) {
        Plan plan = planner.plan(m.rules().rules());
        return new Tried(
                Scores.parse(m.method()),
                m.rules().rules(),
                m.compensating(),
                study.footprint().neuronsRemoved(plan.kept()),
                study.footprint().parametersRemoved(plan.kept()),
                m.perplexity(),
                m.standardError(),
                m.on());
    }

    /** Perplexity of the dense model on a text, measured last; NaN if it never was. */
    public static double dense(Study study, String text) {
        double found = Double.NaN;
        for (StudyDocument.Measurement m : study.document().results()) {
            if (m.rules() == null && m.text().equals(text)) {
                found = m.perplexity();
            }
        }
        return found;
    }

    /** Name of the text it was measured on; "" before. */
    public String text() {
        return on == null ? "" : on.text();
    }

    /** In a few words: what was asked for, and how it was compensated. */
    public String name() {
        return name(method, rules, compensating);
    }

    /** The same of rules that were not planned with. */
    public static String name(Score method, Rules rules, Compensating compensating) {
        String asked = switch (rules.target()) {
            case Target.Threshold(float value) -> String.format(Locale.ROOT, "threshold %.2f", value);
            case Target.Neurons(double ratio) -> String.format(Locale.ROOT, "%.1f %% of neurons", 100 * ratio);
            case Target.Parameters(double ratio) -> String.format(Locale.ROOT, "%.1f %% of parameters", 100 * ratio);
        };
        int own = rules.layerThresholds().size() + rules.networks().size();
        return (method == Scores.NETWORKS ? "" : method.title() + ", ")
                + asked
                + (own == 0 ? "" : ", " + own + (own == 1 ? " exception" : " exceptions"))
                + (compensating.kind() == Compensation.NONE ? "" : ", " + compensating.words());
    }
}

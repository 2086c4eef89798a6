package sulcus.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sulcus.prune.Compensation;
import sulcus.prune.Plan;
import sulcus.prune.Rules;
import sulcus.prune.Target;

/**
 * A setting that was measured in a study.
 *
 * @param rules under which it was pruned
 * @param compensation of what was removed
 * @param neuronsRemoved share of all MLP neurons, 0 … 1
 * @param parametersRemoved share of all parameters, 0 … 1
 * @param perplexity measured; NaN for a setting that was not measured yet
 * @param text it was measured on
 */
public record Tried(
        Rules rules,
        Compensation compensation,
        double neuronsRemoved,
        double parametersRemoved,
        double perplexity,
        String text) {

    /** What a setting removes, by the study's own scores. */
    public static Tried of(Study study, Rules rules, Compensation compensation, double perplexity, String text) {
        Plan plan = study.planner().plan(rules);
        return new Tried(
                rules,
                compensation,
                study.footprint().neuronsRemoved(plan.kept()),
                study.footprint().parametersRemoved(plan.kept()),
                perplexity,
                text);
    }

    /** All pruned settings that the study remembers, oldest first. */
    public static List<Tried> all(Study study) {
        List<Tried> all = new ArrayList<>();
        for (StudyDocument.Measurement m : study.document().results()) {
            if (m.rules() != null) {
                all.add(of(study, m.rules().rules(), Compensation.parse(m.compensation()), m.perplexity(), m.text()));
            }
        }
        return List.copyOf(all);
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

    /** In a few words: what was asked for, and how it was compensated. */
    public String name() {
        String asked = switch (rules.target()) {
            case Target.Threshold(float value) -> String.format(Locale.ROOT, "threshold %.2f", value);
            case Target.Neurons(double ratio) -> String.format(Locale.ROOT, "%.1f %% of neurons", 100 * ratio);
            case Target.Parameters(double ratio) -> String.format(Locale.ROOT, "%.1f %% of parameters", 100 * ratio);
        };
        int own = rules.layerThresholds().size() + rules.networks().size();
        return asked
                + (own == 0 ? "" : ", " + own + (own == 1 ? " exception" : " exceptions"))
                + (compensation == Compensation.NONE ? "" : ", " + compensation.label());
    }
}

package sulcus.study;

import java.util.Locale;
import sulcus.prune.score.Allocation;
import sulcus.prune.score.Score;
import sulcus.prune.score.SensitivityAllocation;
import sulcus.task.Refusal;

/** Ways to share a cut among the layers of a study, by their labels. */
public final class Allocations {
    /** Label for what a score's authors take. */
    public static final String OWN = "own";

    private Allocations() {}

    /**
     * Of a label: own, one of {@link Allocation#parse}, or sensitivity with an exponent.
     *
     * @throws Refusal for an unknown label, or if the study does not know the sensitivity to that score
     */
    public static Allocation of(Study study, Score score, String label) {
        String wanted = label.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals(OWN)) {
            return score.allocation();
        }
        if (!SensitivityAllocation.isLabel(wanted)) {
            return Allocation.parse(wanted);
        }
        Sensitivity known = Sensitivity.read(study, score.label());
        if (known == null) {
            throw new Refusal(study.folder() + ": allocation " + wanted + ": how the loss answers in the order of "
                    + score.label() + " was not measured; run sulcus sensitivity STUDY --method " + score.label()
                    + " --text TEXT first");
        }
        return new SensitivityAllocation(known.curves(), SensitivityAllocation.exponent(wanted));
    }

    /** As rows and histories say it: for a sensitivity also on what it was measured, since another gives other shares. */
    static String words(Study study, Score score, Allocation allocation) {
        if (!(allocation instanceof SensitivityAllocation)) {
            return allocation.label();
        }
        Sensitivity known = Sensitivity.read(study, score.label());
        return allocation.label() + " on " + known.tokens() + " tokens of " + known.text();
    }
}

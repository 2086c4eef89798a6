package sulcus.prune;

import sulcus.task.Refusal;

/**
 * How the output of removed neurons is made up for.
 *
 * @param kind what is done
 * @param feedback α of {@link Compensation#FEEDBACK}, above 0 and at most 1: the share of the target that brings the stream back
 *     to the dense model's; the rest is the layer's own dense output. Not looked at for other kinds.
 * @param denseStatistics whether every layer sees the outputs of the dense layers before it; else it sees those of the pruned and
 *     compensated ones, as it will in the pruned model
 * @param refitAttention whether the attention's output projections of all layers behind the first change are fitted too, heads or
 *     none removed: with feedback, what the stream lost before is won back there as well
 */
public record Compensating(Compensation kind, double feedback, boolean denseStatistics, boolean refitAttention) {
    /** The best of 0.25, 0.5, 0.75 and 1 on validation text, see the decision record on pruning. */
    public static final double FEEDBACK = 0.5;

    public static final Compensating NOTHING = of(Compensation.NONE);

    /** @throws Refusal for an α out of range, feedback on statistics of the dense model, or a refit without feedback */
    public Compensating {
        if (kind == Compensation.FEEDBACK && !(feedback > 0 && feedback <= 1)) {
            throw new Refusal("feedback " + feedback + ": give a share above 0 and at most 1, such as 0.5");
        }
        if (kind == Compensation.FEEDBACK && denseStatistics) {
            throw new Refusal(
                    "feedback: looks at what the pruned layers before did, which statistics of the dense model"
                            + " do not; take --statistics pruned");
        }
        if (refitAttention && kind != Compensation.FEEDBACK) {
            throw new Refusal(
                    "refit attention: without feedback an attention that loses no head is fitted best as it is; take"
                            + " compensation feedback");
        }
    }

    /** Without refitting attention that loses no head. */
    public Compensating(Compensation kind, double feedback, boolean denseStatistics) {
        this(kind, feedback, denseStatistics, false);
    }

    /** With the usual α, on the pruned stream. */
    public static Compensating of(Compensation kind) {
        return new Compensating(kind, FEEDBACK, false);
    }

    /** In words; α where it is not the usual one. */
    public String words() {
        return kind.label() + (kind == Compensation.FEEDBACK && feedback != FEEDBACK ? " α " + feedback : "");
    }

    /** α, or 0 for the kinds without. */
    public double alpha() {
        return kind == Compensation.FEEDBACK ? feedback : 0;
    }
}

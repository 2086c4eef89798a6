package sulcus.workbench.preserve;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Decision;
import sulcus.prune.Footprint;
import sulcus.prune.NetworkId;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Score;
import sulcus.task.Refusal;
import sulcus.workbench.command.Undo;
import sulcus.workbench.study.Ranking;
import sulcus.workbench.study.Subject;

/**
 * The one place where the cut lies. Threshold, percentile, share of neurons and share of parameters are faces of it: each
 * can be set, all follow. What was asked for is kept as it was asked ({@link Target}), so that a ratio stays that ratio when
 * a layer is locked.
 *
 * <p>Changes between {@link #begin} and {@link #end} are one undo step, as a drag is one movement of the hand.
 */
public final class CutModel {
    private final Undo undo;
    private final ReadOnlyObjectWrapper<Cut> cut = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Outcome> outcome = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Cut> resting = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    private final Map<Score, Ranking> rankings = new HashMap<>();
    private final ReadOnlyObjectWrapper<Ranking> ranking = new ReadOnlyObjectWrapper<>();
    private final Map<Score, Cut> left = new HashMap<>();
    private String gesture;
    private Cut gestureStart;

    public CutModel(Undo undo) {
        this.undo = undo;
    }

    /** Takes up a study's cut; what could be undone before is forgotten. */
    public void open(Subject subject) {
        Ranking own = subject.groundwork().ranking();
        forget();
        rankings.put(own.method(), own);
        gesture = null;
        undo.clear();
        problem.set("");
        resting.set(null);
        apply(new Cut(own.method(), subject.rules(), Compensating.of(subject.compensation())));
    }

    private void forget() {
        rankings.clear();
        left.clear();
    }

    /** Nothing to cut. */
    public void close() {
        forget();
        gesture = null;
        undo.clear();
        problem.set("");
        resting.set(null);
        cut.set(null);
        outcome.set(null);
        ranking.set(null);
    }

    /** All changes until {@link #end} are one step of this name. */
    public void begin(String name) {
        end();
        gesture = name;
        gestureStart = cut.get();
    }

    /** The hand rests: what changed since {@link #begin} can be undone. */
    public void end() {
        if (gesture != null) {
            String name = gesture;
            gesture = null;
            if (gestureStart != null && !gestureStart.equals(cut.get())) {
                note(name, gestureStart, cut.get());
            }
        }
    }

    private void note(String name, Cut before, Cut after) {
        undo.did(name, () -> settle(before), () -> settle(after));
        resting.set(after);
    }

    private void settle(Cut at) {
        apply(at);
        resting.set(at);
    }

    private void change(String name, UnaryOperator<Cut> by) {
        Cut before = cut.get();
        if (before == null) {
            return;
        }
        try {
            Cut after = by.apply(before);
            if (!after.equals(before)) {
                apply(after);
                if (gesture == null) {
                    note(name, before, after);
                }
            }
            problem.set("");
        } catch (Refusal e) {
            problem.set(e.getMessage());
        }
    }

    private void changeRules(String name, UnaryOperator<Rules> by) {
        change(name, c -> c.with(by.apply(c.rules())));
    }

    private void apply(Cut next) {
        Ranking by = rankings.get(next.method());
        Planner planner = by.planner();
        Plan plan = planner.plan(next.applied());
        Footprint footprint = planner.footprint();
        int[] kept = plan.kept();
        long left = 0;
        for (int k : kept) {
            left += k;
        }
        ranking.set(by);
        cut.set(next);
        outcome.set(new Outcome(
                plan,
                kept,
                planner.standing(next.applied()),
                footprint.allNeurons(),
                left,
                footprint.neuronsRemoved(kept),
                footprint.parametersRemoved(kept),
                footprint.size(plan.neurons(), Compensation.NONE),
                footprint.size(kept, next.compensation())));
    }

    public void setThreshold(float value) {
        changeRules("threshold", r -> r.withTarget(new Target.Threshold(above(value))));
    }

    private float above(float value) {
        return Math.max(ranking.get().least(), value);
    }

    /**
     * Cuts by another score, as one step: as many neurons go as before, or what the score was left with if nothing else was
     * changed since. Thresholds of single layers lie on the old score's scale and stay behind with it.
     */
    public void setMethod(Ranking other) {
        Cut before = cut.get();
        if (before == null) {
            return;
        }
        learn(other);
        if (before.method() == other.method()) {
            return;
        }
        end();
        left.put(before.method(), before);
        change("method " + other.method().title(), c -> new Cut(other.method(), carried(c, other), c.compensating()));
    }

    private Rules carried(Cut from, Ranking to) {
        Cut earlier = left.get(to.method());
        Rules rules = from.rules()
                .withLayerThresholds(
                        earlier == null ? Map.of() : earlier.rules().layerThresholds());
        double share = outcome.get().neuronsRemoved();
        if (earlier != null) {
            Rules again = rules.withTarget(earlier.rules().target());
            if (share == removed(to, new Cut(to.method(), again, from.compensating()))) {
                return again;
            }
        }
        return from.rules().target() instanceof Target.Threshold
                ? rules.withTarget(share > 0 ? new Target.Neurons(share) : new Target.Threshold(to.least()))
                : rules;
    }

    private static double removed(Ranking by, Cut cut) {
        return by.planner().footprint().neuronsRemoved(by.planner().kept(cut.applied()));
    }

    /** Knows a score from now on, without cutting by it. */
    public void learn(Ranking other) {
        rankings.put(other.method(), other);
    }

    /** Whether a method's scores are there, so that {@link #setMethod(Score)} takes it at once. */
    public boolean knows(Score method) {
        return rankings.containsKey(method);
    }

    /** Cuts by a score that was taken before. */
    public void setMethod(Score known) {
        setMethod(rankings.get(known));
    }

    /** Neurons with a score up to that quantile of all scores fall below the threshold. */
    public void setPercentile(double share) {
        Ranking by = ranking.get();
        if (by != null && by.sorted().length > 0) {
            int count = by.sorted().length;
            setThreshold(by.at((int) Math.clamp(Math.round(share * count) - 1, -1, count - 1)));
        }
    }

    public void setNeuronsRemoved(double ratio) {
        changeRules("share of neurons", r -> r.withTarget(new Target.Neurons(ratio)));
    }

    public void setParametersRemoved(double ratio) {
        changeRules("share of parameters", r -> r.withTarget(new Target.Parameters(ratio)));
    }

    /** @param value null gives the layer the model's threshold again */
    public void setLayerThreshold(int layer, Float value) {
        Float possible = value == null ? null : Float.valueOf(above(value));
        changeRules("threshold of layer " + layer, r -> r.withLayerThreshold(layer, possible));
    }

    public void setProtected(int layer, boolean whole) {
        changeRules((whole ? "lock of layer " : "unlock of layer ") + layer, r -> {
            Set<Integer> layers = new TreeSet<>(r.protectedLayers());
            if (whole ? layers.add(layer) : layers.remove(layer)) {
                return r.withProtectedLayers(layers);
            }
            return r;
        });
    }

    public void setNetwork(NetworkId network, Decision decision) {
        changeRules("decision on network " + network, r -> r.withNetwork(network, decision));
    }

    /**
     * The same decision on several networks, as one step.
     *
     * @param what they are together, such as "family 3"
     */
    public void setNetworks(String what, Collection<NetworkId> networks, Decision decision) {
        changeRules("decision on " + what, r -> {
            Rules changed = r;
            for (NetworkId network : networks) {
                changed = changed.withNetwork(network, decision);
            }
            return changed;
        });
    }

    /** @param value |z| above which its neurons are key neurons; null gives it the usual one again */
    public void setNetworkThreshold(NetworkId network, Float value) {
        Float positive = value == null ? null : Float.valueOf(Math.max(0, value));
        changeRules("threshold of network " + network, r -> r.withNetworkThreshold(network, positive));
    }

    /** @param iq networks with a lower stability index give nothing to the scores; 0 leaves none out */
    public void setMinimumStability(double iq) {
        changeRules("least stability", r -> r.withMinimumStability((float) Math.clamp(iq, 0, 1)));
    }

    /** Gives all layers and networks that have thresholds of their own the usual ones again, as one step. */
    public void giveBackThresholds() {
        changeRules("reset of all own thresholds", Rules::withoutOwnThresholds);
    }

    /** The feedback's share stays as it was. */
    public void setCompensation(Compensation compensation) {
        change(
                "compensation",
                c -> new Cut(
                        c.method(),
                        c.rules(),
                        new Compensating(compensation, c.compensating().feedback(), false)));
    }

    /** @param alpha of the compensation feedback, above 0 and at most 1 */
    public void setFeedback(double alpha) {
        change(
                "α of the feedback",
                c -> new Cut(c.method(), c.rules(), new Compensating(Compensation.FEEDBACK, alpha, false)));
    }

    /** Share of all scores that lie at or below a threshold, 0 … 1. */
    public double percentile(float threshold) {
        return ranking.get() == null ? 0 : ranking.get().percentile(threshold);
    }

    /** The largest score; 0 without a study. */
    public float highest() {
        return ranking.get() == null ? 0 : ranking.get().highest();
    }

    /** Threshold that is in force in a layer; NaN in a protected one. */
    public float thresholdOf(int layer) {
        Rules rules = cut.get().rules();
        if (rules.protectedLayers().contains(layer)) {
            return Float.NaN;
        }
        return rules.layerThresholds().getOrDefault(layer, outcome.get().threshold());
    }

    /** What was decided; null without a study. */
    public ReadOnlyObjectProperty<Cut> cutProperty() {
        return cut.getReadOnlyProperty();
    }

    /** What it comes to; null without a study. */
    public ReadOnlyObjectProperty<Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    /** The cut whenever it has come to rest after a step, its undoing or its redoing: what is worth keeping. */
    public ReadOnlyObjectProperty<Cut> restingProperty() {
        return resting.getReadOnlyProperty();
    }

    /** The scores that are cut; null without a study. Changes before the cut does. */
    public ReadOnlyObjectProperty<Ranking> rankingProperty() {
        return ranking.getReadOnlyProperty();
    }

    public Cut cut() {
        return cut.get();
    }

    public Outcome outcome() {
        return outcome.get();
    }

    /** Why the last change was not possible; empty if it was. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }
}

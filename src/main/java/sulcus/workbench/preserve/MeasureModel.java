package sulcus.workbench.preserve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import sulcus.evaluate.LossEstimate;
import sulcus.evaluate.Perplexity;
import sulcus.prune.LossCurves;
import sulcus.prune.Plan;
import sulcus.study.MeasuredOn;
import sulcus.study.Sensitivity;
import sulcus.study.Tried;
import sulcus.task.NewestWins;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.workbench.study.Subject;

/**
 * The perplexity at the present cut, measured in the background once the hand rests; a stale one is never shown as the
 * present one. The dense model is measured once a study.
 */
public final class MeasureModel {
    /** How long the hand must rest. */
    static final long REST_MILLISECONDS = 300;

    private static final int REMEMBERED = 64;

    /** Measures a study's model under a cut; null for the dense model. */
    @FunctionalInterface
    public interface Meter {
        Perplexity measure(Subject subject, Cut cut, Plan plan, Progress progress) throws Exception;
    }

    /** What is known of a perplexity. */
    public sealed interface Reading {
        /** Nothing to measure. */
        record None() implements Reading {}

        /** Being measured, or about to be. */
        record Open() implements Reading {}

        record Measured(Perplexity perplexity) implements Reading {}

        record Failed(String why) implements Reading {}
    }

    /**
     * @param cut null for the dense model
     */
    private record Question(Subject subject, Cut cut, Plan plan) {}

    private final CutModel cuts;
    private final NewestWins<Question, Perplexity> newest;
    private final ReadOnlyObjectWrapper<Reading> dense = new ReadOnlyObjectWrapper<>(new Reading.None());
    private final ReadOnlyObjectWrapper<Reading> pruned = new ReadOnlyObjectWrapper<>(new Reading.None());
    private final ReadOnlyDoubleWrapper estimate = new ReadOnlyDoubleWrapper(Double.NaN);
    private final Supplier<String> text;
    private final List<Tried> remembered = new ArrayList<>();
    private final List<Estimate.Point> points = new ArrayList<>();
    private final List<LossEstimate.Point> together = new ArrayList<>();
    /** How the loss answers to removal from each layer; null where that was not measured. */
    private LossCurves curves;

    /** Perplexity of the dense model from which is estimated until it is measured; NaN for none. */
    private double denseBefore = Double.NaN;

    private final Map<Cut, Perplexity> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Cut, Perplexity> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Subject subject;

    /** @param text name of the text that was measured on last */
    public MeasureModel(
            CutModel cuts,
            Meter meter,
            Supplier<String> text,
            NewestWins.Timer timer,
            Executor engine,
            Executor window) {
        this.cuts = cuts;
        this.text = text;
        newest = new NewestWins<>(
                (q, progress) -> meter.measure(q.subject(), q.cut(), q.plan(), progress),
                REST_MILLISECONDS,
                timer,
                engine,
                window,
                new NewestWins.Listener<>() {
                    @Override
                    public void answered(Question question, Perplexity answer) {
                        answer(question, new Reading.Measured(answer));
                    }

                    @Override
                    public void failed(Question question, Throwable failure) {
                        String why = failure instanceof Refusal ? failure.getMessage() : failure.toString();
                        answer(question, new Reading.Failed(why));
                    }
                });
        cuts.outcomeProperty().addListener((o, was, is) -> ask());
    }

    /** Takes up a study; without a model nothing can be measured. */
    public void open(Subject next) {
        newest.withdraw();
        known.clear();
        remembered.clear();
        points.clear();
        denseBefore = Double.NaN;
        estimate.set(Double.NaN);
        sensitivity(next);
        if (next != null && next.study() != null) {
            remembered.addAll(Tried.all(next.study()));
            if (!remembered.isEmpty()) {
                // most likely the text that will be measured on again
                String last = remembered.getLast().text();
                denseBefore = Tried.dense(next.study(), last);
                remember(next, last);
            }
        }
        boolean possible = next != null && next.model() != null;
        subject = possible ? next : null;
        dense.set(possible ? new Reading.Open() : new Reading.None());
        pruned.set(dense.get());
        ask();
    }

    /** Forgets what was measured, as when the text was changed, and measures again. */
    public void again() {
        open(subject);
    }

    /** Takes the points to estimate from that were measured on a text: those of another say nothing of it. */
    private void remember(Subject of, String text) {
        points.clear();
        remembered.stream()
                .filter(t -> t.text().equals(text))
                .forEach(t -> points.add(Estimate.Point.of(
                        t,
                        curves == null
                                ? Double.NaN
                                : alone(of, of.study().planner().kept(t.rules())))));
    }

    /** Takes up what the study knows of its layers, or nothing. */
    private void sensitivity(Subject of) {
        Sensitivity known = null;
        try {
            known = of == null || of.study() == null ? null : Sensitivity.ofNetworks(of.study());
        } catch (Refusal e) {
            // the view of the sensitivity says what is wrong with it
        }
        together.clear();
        curves = null;
        if (known != null) {
            curves = known.curves();
            for (int i = 0; i < known.shares().length; i++) {
                together.add(LossEstimate.Point.together(known.alone(i), known.together()[i]));
            }
        }
    }

    private double alone(Subject of, int[] kept) {
        return curves == null ? Double.NaN : curves.sum(kept, of.footprint().neurons());
    }

    private void ask() {
        if (subject == null || cuts.cut() == null) {
            return;
        }
        Perplexity before = known.get(cuts.cut());
        double whole = dense.get() instanceof Reading.Measured(Perplexity of) ? of.perplexity() : denseBefore;
        estimate.set(Double.isNaN(whole) ? Double.NaN : estimated(whole));
        if (dense.get() instanceof Reading.Open) {
            // the dense model first: without it a perplexity says little
            pruned.set(new Reading.Open());
            newest.ask(new Question(subject, null, null));
        } else if (before != null) {
            newest.withdraw();
            pruned.set(new Reading.Measured(before));
        } else {
            pruned.set(new Reading.Open());
            newest.ask(new Question(subject, cuts.cut(), cuts.outcome().plan()));
        }
    }

    private double estimated(double whole) {
        return curves == null
                ? Estimate.of(
                        points, whole, cuts.cut().compensation(), cuts.outcome().neuronsRemoved())
                : Estimate.of(
                        points,
                        together,
                        whole,
                        cuts.cut().compensation(),
                        alone(subject, cuts.outcome().kept()));
    }

    private void answer(Question question, Reading reading) {
        if (question.cut() == null) {
            dense.set(reading);
            remember(subject, text.get());
            ask();
        } else {
            if (reading instanceof Reading.Measured(Perplexity perplexity)) {
                known.put(question.cut(), perplexity);
                points.add(new Estimate.Point(
                        question.cut().compensation(),
                        removed(question.plan()),
                        alone(subject, question.plan().kept()),
                        perplexity.perplexity()));
            }
            pruned.set(reading);
        }
    }

    private double removed(Plan plan) {
        return subject.footprint().neuronsRemoved(plan.kept());
    }

    /** What is calibrated on, for people; "" without a study. */
    public String calibration() {
        return subject == null || subject.text() == null
                ? ""
                : MeasuredOn.calibration(subject.text().name(), subject.text().tokens());
    }

    /** Perplexity at the present cut as {@link Estimate} has it, at once; NaN while nothing is known to estimate from. */
    public ReadOnlyDoubleProperty estimateProperty() {
        return estimate.getReadOnlyProperty();
    }

    /** Of the model as it is. */
    public ReadOnlyObjectProperty<Reading> denseProperty() {
        return dense.getReadOnlyProperty();
    }

    /** Of the model under the present cut. */
    public ReadOnlyObjectProperty<Reading> prunedProperty() {
        return pruned.getReadOnlyProperty();
    }
}

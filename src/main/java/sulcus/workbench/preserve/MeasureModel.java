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
import sulcus.evaluate.Perplexity;
import sulcus.prune.Plan;
import sulcus.study.MeasuredOn;
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
    private final NewestWins<Before.Asked, Before> reading;
    /** What the study knew of the present method when it was taken up. */
    private Before before = Before.NOTHING;

    /** What was measured since, by any method. */
    private final List<Before.Point> since = new ArrayList<>();

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
            Executor reader,
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
        reading =
                new NewestWins<>((q, progress) -> Before.of(q), 0, timer, reader, window, new NewestWins.Listener<>() {
                    @Override
                    public void answered(Before.Asked question, Before answer) {
                        before = answer;
                        estimate();
                    }

                    @Override
                    public void failed(Before.Asked question, Throwable failure) {
                        // the view of the sensitivity says what is wrong with it
                        before = Before.NOTHING;
                        estimate();
                    }
                });
        cuts.outcomeProperty().addListener((o, was, is) -> ask());
        cuts.rankingProperty().addListener((o, was, is) -> read());
    }

    /** Takes up a study; without a model nothing can be measured. */
    public void open(Subject next) {
        newest.withdraw();
        known.clear();
        since.clear();
        estimate.set(Double.NaN);
        boolean possible = next != null && next.model() != null;
        subject = possible ? next : null;
        read();
        dense.set(possible ? new Reading.Open() : new Reading.None());
        pruned.set(dense.get());
        ask();
    }

    /** Asks the study what it knows of the present method. */
    private void read() {
        before = Before.NOTHING;
        reading.withdraw();
        if (subject != null && subject.study() != null && cuts.cut() != null) {
            reading.ask(new Before.Asked(subject, cuts.rankingProperty().get().method()));
        }
    }

    /** Forgets what was measured, as when the text was changed, and measures again. */
    public void again() {
        open(subject);
    }

    private void ask() {
        if (subject == null || cuts.cut() == null) {
            return;
        }
        Perplexity measured = known.get(cuts.cut());
        estimate();
        if (dense.get() instanceof Reading.Open) {
            // the dense model first: without it a perplexity says little
            pruned.set(new Reading.Open());
            newest.ask(new Question(subject, null, null));
        } else if (measured != null) {
            newest.withdraw();
            pruned.set(new Reading.Measured(measured));
        } else {
            pruned.set(new Reading.Open());
            newest.ask(new Question(subject, cuts.cut(), cuts.outcome().plan()));
        }
    }

    private void estimate() {
        if (subject == null || cuts.cut() == null) {
            return;
        }
        boolean measured = dense.get() instanceof Reading.Measured;
        String on = measured ? text.get() : before.lastText();
        double whole = dense.get() instanceof Reading.Measured(Perplexity of) ? of.perplexity() : before.dense();
        estimate.set(
                Double.isNaN(whole)
                        ? Double.NaN
                        : before.estimate(since, on, whole, cuts.cut(), cuts.outcome(), subject));
    }

    private void answer(Question question, Reading reading) {
        if (question.cut() == null) {
            dense.set(reading);
            ask();
        } else {
            if (reading instanceof Reading.Measured(Perplexity perplexity)) {
                known.put(question.cut(), perplexity);
                since.add(new Before.Point(
                        question.cut().method(),
                        question.cut().compensating(),
                        question.plan().kept(),
                        text.get(),
                        perplexity.perplexity()));
            }
            pruned.set(reading);
        }
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

package sulcus.workbench.laboratory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import sulcus.study.Intervention;
import sulcus.study.lab.DoseResponse;
import sulcus.study.lab.Lesion;
import sulcus.study.lab.Trial;
import sulcus.study.lab.Unlearn;
import sulcus.task.Job;
import sulcus.task.NewestWins;
import sulcus.workbench.study.Subject;
import sulcus.workbench.tasks.TasksModel;

/**
 * What is done to the running model, what it says then, and what was measured. Once the model was run, it is run again at every
 * change; the newest change wins. Measurements are tasks.
 */
public final class LabModel {
    /** Doses of a curve over gains. */
    private static final List<Double> GAINS = List.of(0.0, 0.5, 1.0, 1.5, 2.0, 3.0);

    private record Asked(Subject subject, String prompt, List<Intervention> interventions) {}

    private final Experiments experiments;
    private final TasksModel tasks;
    private final NewestWins<Asked, Trial> running;
    private final ObservableList<Item> items = FXCollections.observableArrayList();
    private final ObjectProperty<Amounts> amounts = new SimpleObjectProperty<>(Amounts.USUAL);
    private final StringProperty prompt = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Trial> trial = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper says = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Measured> measured = new ReadOnlyObjectWrapper<>();
    private Subject subject;
    private boolean live;

    /** What the lower figure shows. */
    public sealed interface Measured {
        /** @param title what was done */
        record Effects(String title, Lesion.Effects effects) implements Measured {}

        /**
         * @param title what was done
         * @param file in which the points are kept
         */
        record Curve(String title, Path file, List<DoseResponse.Point> points) implements Measured {}

        /**
         * @param title what was forgotten
         * @param file in which the steps are kept
         */
        record Trajectory(String title, Path file, List<Unlearn.Step> steps) implements Measured {}
    }

    public LabModel(Experiments experiments, TasksModel tasks, NewestWins.Timer timer, Executor engine) {
        this.experiments = experiments;
        this.tasks = tasks;
        Executor window = tasks.window();
        running = new NewestWins<>(
                (asked, progress) -> experiments.trial(
                        asked.subject(),
                        asked.prompt(),
                        asked.interventions(),
                        early -> window.execute(() -> {
                            if (asked.equals(now())) {
                                trial.set(early);
                                says.set("writing…");
                            }
                        }),
                        progress),
                250,
                timer,
                engine,
                window,
                new NewestWins.Listener<>() {
                    @Override
                    public void started(Asked question) {
                        says.set("running…");
                    }

                    @Override
                    public void answered(Asked question, Trial answer) {
                        trial.set(answer);
                        says.set(words(answer));
                    }

                    @Override
                    public void failed(Asked question, Throwable failure) {
                        says.set(String.valueOf(failure.getMessage()));
                    }
                });
        items.addListener((ListChangeListener<Item>) c -> again());
        prompt.addListener((o, was, is) -> again());
    }

    private static String words(Trial t) {
        return t.neurons() == 0 ? "nothing is done to the model" : t.neurons() + " neurons";
    }

    /** Another study, or none: what was found on the one before is gone. */
    void open(Subject next) {
        running.withdraw();
        subject = next;
        live = false;
        items.clear();
        trial.set(null);
        measured.set(null);
        says.set("");
    }

    /** Runs the model, and from now on at every change. */
    void run() {
        live = true;
        again();
    }

    private void again() {
        if (live && subject != null && subject.model() != null && !prompt.get().isBlank()) {
            running.ask(now());
        }
    }

    private Asked now() {
        return new Asked(subject, prompt.get(), interventions());
    }

    List<Intervention> interventions() {
        return items.stream().flatMap(i -> i.interventions().stream()).toList();
    }

    /** What is done, in words. */
    String title() {
        return String.join(", ", items.stream().map(Item::words).toList());
    }

    /** Adds what is to be done; an amount that is changed takes the place of the one before. */
    void add(Item item) {
        items.add(Objects.requireNonNull(item));
    }

    /** Adds the networks that answer most to a kind of text, once they are found. */
    void addMostSelective(Intervention.Kind kind, float amount, String label, String value, int count) {
        Subject of = subject;
        tasks.read(
                "Look for networks that answer to " + value,
                p -> experiments.mostSelective(of, label, value, count, p),
                found -> {
                    if (of == subject) {
                        add(new Item(
                                kind,
                                amount,
                                found.size() + " of " + value,
                                found.stream()
                                        .<Intervention.Target>map(id -> new Intervention.Target.Network(
                                                of.study().folder(), id, null))
                                        .toList()));
                    }
                });
    }

    /** Measures the loss on each kind of text. */
    void measure() {
        Subject of = subject;
        List<Intervention> what = interventions();
        String title = title();
        String label = label();
        Amounts with = amounts.get();
        compute(
                "Measure losses by kind",
                p -> experiments.lesion(of, what, label, with, p),
                of,
                effects -> new Measured.Effects(title, effects));
    }

    /** Measures a curve: over gains where something is scaled or shifted, else over how many of the targets. */
    void curve() {
        Subject of = subject;
        List<Intervention> what = interventions();
        String title = title();
        String label = label();
        Amounts with = amounts.get();
        boolean gain = items.stream().anyMatch(Item::hasAmount);
        List<Double> doses = gain ? GAINS : counts(what.size());
        DoseResponse.Dose dose = gain ? DoseResponse.Dose.GAIN : DoseResponse.Dose.INTERVENTIONS;
        compute(
                "Dose and response",
                p -> experiments.dose(of, what, label, dose, doses, with, p),
                of,
                kept -> new Measured.Curve(title, kept.file(), kept.points()));
    }

    /** 0, 1, 2, 4, … and all. */
    static List<Double> counts(int all) {
        List<Double> counts = new ArrayList<>(List.of(0.0));
        for (int n = 1; n < all; n *= 2) {
            counts.add((double) n);
        }
        counts.add((double) all);
        return counts;
    }

    /** Lets the model forget a kind of text, step by step. */
    void unlearn(String value) {
        Subject of = subject;
        String label = label();
        Amounts with = amounts.get();
        compute(
                "Unlearn " + value,
                p -> experiments.unlearn(of, label, value, with, p),
                of,
                kept -> new Measured.Trajectory("Unlearning " + value, kept.file(), kept.points()));
    }

    private <T> void compute(String name, Job.Body<T> body, Subject of, Function<T, Measured> shown) {
        tasks.compute(name, body, done -> {
            if (of == subject) {
                measured.set(shown.apply(done));
            }
        });
    }

    /** The label that tells kinds of text; null where there is none. */
    String label() {
        return subject == null || subject.text() == null
                ? null
                : subject.text().kinds().keySet().stream().findFirst().orElse(null);
    }

    /** Kinds of text; none where they are not known. */
    List<String> kinds() {
        return label() == null ? List.of() : subject.text().kinds().get(label());
    }

    Subject subject() {
        return subject;
    }

    ObservableList<Item> items() {
        return items;
    }

    /** How much is measured. */
    ObjectProperty<Amounts> amountsProperty() {
        return amounts;
    }

    StringProperty promptProperty() {
        return prompt;
    }

    /** What the model said last; null before it was run. */
    ReadOnlyObjectProperty<Trial> trialProperty() {
        return trial.getReadOnlyProperty();
    }

    /** What it is doing, or why not. */
    ReadOnlyStringProperty saysProperty() {
        return says.getReadOnlyProperty();
    }

    /** What was measured last; null for nothing. */
    ReadOnlyObjectProperty<Measured> measuredProperty() {
        return measured.getReadOnlyProperty();
    }
}

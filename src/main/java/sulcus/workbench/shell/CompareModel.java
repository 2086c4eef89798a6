package sulcus.workbench.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.study.Allocations;
import sulcus.study.CompareMethods;
import sulcus.study.Study;
import sulcus.text.TextFiles;

/** What shall be compared, as it is filled in; names and defaults are those of the command line. */
final class CompareModel {
    /** What rivals and compensations are calibrated on. */
    enum Calibration {
        DECOMPOSED("the texts that were decomposed"),
        TEXTS("so many texts"),
        TOKENS("so many tokens in windows");

        private final String words;

        Calibration(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private final ObservableSet<Score> methods = FXCollections.observableSet();
    private final ObservableSet<Compensation> compensations = FXCollections.observableSet();
    private final StringProperty neurons = new SimpleStringProperty("0.2, 0.3, 0.5");
    private final StringProperty seeds = new SimpleStringProperty("0");
    private final StringProperty feedback = new SimpleStringProperty(Double.toString(Compensating.FEEDBACK));
    private final ObjectProperty<Calibration> calibration = new SimpleObjectProperty<>(Calibration.DECOMPOSED);
    private final IntegerProperty amount = new SimpleIntegerProperty(40);
    private final StringProperty text = new SimpleStringProperty("");
    private final IntegerProperty window = new SimpleIntegerProperty(StudyOperations.WINDOW);
    private final IntegerProperty windows = new SimpleIntegerProperty(StudyOperations.WINDOWS);
    private final StringBinding problem =
            Bindings.createStringBinding(this::wrong, methods, compensations, neurons, seeds, feedback, text);
    private final StringBinding extent =
            Bindings.createStringBinding(this::words, methods, compensations, neurons, seeds);

    CompareModel() {
        methods.addAll(List.of(Scores.NETWORKS, Scores.parse("wanda"), Scores.parse("flap"), Scores.parse("obs")));
    }

    private String wrong() {
        if (methods.isEmpty()) {
            return "Choose a method";
        }
        List<Double> shares = numbers(neurons.get());
        if (shares.isEmpty() || !shares.stream().allMatch(share -> share > 0 && share < 1)) {
            return "Give shares between 0 and 1, such as 0.2, 0.3, 0.5";
        }
        List<Double> draws = numbers(seeds.get());
        if (draws.isEmpty() || !draws.stream().allMatch(s -> s == Math.rint(s) && s >= 0 && s <= 1000)) {
            return "Give seeds from 0 to 1000, such as 0, 1, 2";
        }
        List<Double> alpha = numbers(feedback.get());
        if (compensations.contains(Compensation.FEEDBACK)
                && (alpha.size() != 1 || !(alpha.getFirst() > 0 && alpha.getFirst() <= 1))) {
            return "α is above 0 and at most 1, such as 0.5";
        }
        return TextFiles.isThere(text.get()) ? "" : "Choose the text to predict";
    }

    /** Empty where something is no number. */
    private static List<Double> numbers(String words) {
        List<Double> numbers = new ArrayList<>();
        for (String word : words.strip().split("[,;\\s]+")) {
            try {
                numbers.add(Double.parseDouble(word));
            } catch (NumberFormatException e) {
                return List.of();
            }
        }
        return numbers;
    }

    private String words() {
        int count = methods.size()
                * numbers(neurons.get()).size()
                * Math.max(1, compensations.size())
                * numbers(seeds.get()).size();
        return count == 0 ? "" : count == 1 ? "1 setting" : count + " settings";
    }

    /** The operation; only where there is no problem. */
    CompareMethods operation(Study study) {
        int width = window.get();
        return new CompareMethods(
                study,
                TextFiles.line(text.get()),
                null,
                numbers(neurons.get()),
                List.of(0.0),
                Scores.ALL.stream().filter(methods::contains).map(Score::label).toList(),
                List.of(Allocations.OWN),
                compensations.isEmpty() ? null : compensating(),
                false,
                numbers(seeds.get()).stream().map(Double::longValue).toList(),
                calibration.get() == Calibration.TEXTS ? amount.get() : 0,
                calibration.get() == Calibration.TOKENS ? amount.get() : 0,
                width,
                (long) windows.get() * width,
                Device.AUTO);
    }

    private List<Compensating> compensating() {
        List<Compensating> chosen = new ArrayList<>();
        for (Compensation kind : Compensation.values()) {
            if (compensations.contains(kind)) {
                chosen.add(
                        kind == Compensation.FEEDBACK
                                ? new Compensating(kind, numbers(feedback.get()).getFirst(), false, false)
                                : Compensating.of(kind));
            }
        }
        return chosen;
    }

    ObservableSet<Score> methods() {
        return methods;
    }

    /** None for what each method's authors take. */
    ObservableSet<Compensation> compensations() {
        return compensations;
    }

    StringProperty neuronsProperty() {
        return neurons;
    }

    StringProperty seedsProperty() {
        return seeds;
    }

    StringProperty feedbackProperty() {
        return feedback;
    }

    ObjectProperty<Calibration> calibrationProperty() {
        return calibration;
    }

    /** Texts or tokens. */
    IntegerProperty amountProperty() {
        return amount;
    }

    StringProperty textProperty() {
        return text;
    }

    IntegerProperty windowProperty() {
        return window;
    }

    IntegerProperty windowsProperty() {
        return windows;
    }

    StringBinding problem() {
        return problem;
    }

    /** How many settings that makes, in words. */
    StringBinding extent() {
        return extent;
    }
}

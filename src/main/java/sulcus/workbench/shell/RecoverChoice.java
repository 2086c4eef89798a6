package sulcus.workbench.shell;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;
import sulcus.model.Slot;
import sulcus.run.Device;
import sulcus.study.RecoverModel;
import sulcus.study.Recovery;
import sulcus.text.TextFiles;

/** How a pruned model shall be trained, as it is filled in; names and defaults are those of the command line. */
final class RecoverChoice {
    private final StringProperty model = new SimpleStringProperty("");
    private final StringProperty text = new SimpleStringProperty("");
    private final StringProperty out = new SimpleStringProperty("");
    private final IntegerProperty rank = new SimpleIntegerProperty(Recovery.DEFAULT.rank());
    private final ObservableSet<Slot> targets = FXCollections.observableSet(EnumSet.copyOf(Recovery.DEFAULT.targets()));
    private final StringProperty rate = new SimpleStringProperty(BigDecimal.valueOf(Recovery.DEFAULT.learningRate())
            .stripTrailingZeros()
            .toPlainString());
    private final IntegerProperty steps = new SimpleIntegerProperty(Recovery.DEFAULT.steps());
    private final IntegerProperty minutes = new SimpleIntegerProperty(0);
    private final IntegerProperty every = new SimpleIntegerProperty(Recovery.DEFAULT.every());
    private final StringBinding problem = Bindings.createStringBinding(this::wrong, model, text, out, rate, targets);

    private String wrong() {
        if (!there(model.get())) {
            return "Choose the pruned model";
        }
        if (!TextFiles.isThere(text.get())) {
            return "Choose the text to train on";
        }
        if (targets.isEmpty()) {
            return "Choose at least one kind of matrix";
        }
        double learning = learningRate();
        if (!(learning > 0 && learning <= 1)) {
            return "The learning rate is above 0 and at most 1, such as 2e-4";
        }
        return ExportModel.newFolder(out.get());
    }

    private static boolean there(String path) {
        try {
            return !path.isBlank() && Files.exists(Path.of(path.strip()));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** NaN where it is no number. */
    private double learningRate() {
        try {
            return Double.parseDouble(rate.get().strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The operation; only where there is no problem. */
    RecoverModel operation() {
        Recovery usual = Recovery.DEFAULT;
        Recovery recovery = new Recovery(
                rank.get(),
                2.0 * rank.get(),
                targets,
                steps.get(),
                usual.tokensPerStep(),
                usual.window(),
                learningRate(),
                every.get(),
                usual.patience(),
                usual.seed());
        return new RecoverModel(
                Path.of(model.get().strip()),
                TextFiles.line(text.get()),
                null,
                null,
                folder(),
                recovery,
                null,
                null,
                Device.AUTO);
    }

    Path folder() {
        return Path.of(out.get().strip());
    }

    StringProperty modelProperty() {
        return model;
    }

    StringProperty textProperty() {
        return text;
    }

    StringProperty outProperty() {
        return out;
    }

    IntegerProperty rankProperty() {
        return rank;
    }

    ObservableSet<Slot> targets() {
        return targets;
    }

    StringProperty rateProperty() {
        return rate;
    }

    IntegerProperty stepsProperty() {
        return steps;
    }

    /** After which training stops with the best there is; 0 for never. */
    IntegerProperty minutesProperty() {
        return minutes;
    }

    IntegerProperty everyProperty() {
        return every;
    }

    StringBinding problem() {
        return problem;
    }
}

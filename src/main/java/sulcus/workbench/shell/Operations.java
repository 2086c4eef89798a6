package sulcus.workbench.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import sulcus.decompose.Settings;
import sulcus.evaluate.MultipleChoice;
import sulcus.evaluate.Perplexity;
import sulcus.export.Destination;
import sulcus.export.Exported;
import sulcus.prune.NetworkId;
import sulcus.prune.Plan;
import sulcus.prune.score.Score;
import sulcus.study.CompareMethods;
import sulcus.study.Compared;
import sulcus.study.MeasureChoices;
import sulcus.study.NetworkFacts;
import sulcus.study.RecoverModel;
import sulcus.study.RecoveryPoint;
import sulcus.study.Study;
import sulcus.study.StudyDocument.NetworkNote;
import sulcus.study.data.WriteData;
import sulcus.task.Progress;
import sulcus.text.TextFiles;
import sulcus.workbench.laboratory.Experiments;
import sulcus.workbench.preserve.Cut;
import sulcus.workbench.study.ModelCard;
import sulcus.workbench.study.Ranking;
import sulcus.workbench.study.Subject;
import sulcus.workbench.study.TextCard;

/**
 * What the window asks of the rest of the program: the same operations as those behind the command line. All run on
 * background threads and refuse with {@link sulcus.task.Refusal}.
 */
public interface Operations {
    Subject openStudy(Path folder, Progress progress);

    ModelCard openModel(Path place, Progress progress);

    TextCard openText(TextFiles files, Progress progress);

    /** Decomposes into a new study folder and opens it. What is finished survives a cancel. */
    Subject decompose(ModelCard model, TextCard text, Settings settings, Path out, Progress progress);

    /**
     * Measures perplexity.
     *
     * @param cut null for the dense model
     * @param plan of the cut; null for the dense model
     */
    Perplexity measure(Subject subject, Cut cut, Plan plan, Progress progress);

    /** Takes another text for {@link #measure}; null for the study's own choice. */
    void measureOn(TextFiles text);

    /** Name of the text that was measured on last; empty before the first time. */
    String measuredOn();

    /**
     * Measures how the loss answers to removal from each layer, on the text of {@link #measure}, and keeps it in the study.
     *
     * @return the study as it is then
     */
    Subject sensitivity(Subject subject, Progress progress);

    /**
     * Looks for the study's networks in single texts of the calibration text, by the first label that tells kinds of it, and keeps
     * what it finds in the study.
     *
     * @return the study as it is then
     */
    Subject recurrence(Subject subject, Progress progress);

    /**
     * Sets the study's networks against those of another model, on texts of the calibration text, and keeps what it finds in
     * the study.
     *
     * @param other model or study
     * @return the study as it is then
     */
    Subject fingerprint(Subject subject, Path other, Progress progress);

    /** The neurons in the order of a rival's score; empty where the study does not have its scores. */
    Optional<Ranking> kept(Subject subject, Score method, Progress progress);

    /** The neurons in the order of a rival's score, which is computed on the calibration texts and kept in the study. */
    Ranking rank(Subject subject, Score method, Progress progress);

    /** The text that {@link #measure} takes for a study; empty where there is none. */
    Optional<TextFiles> measuredText(Subject subject);

    /**
     * Measures methods × ratios × compensations.
     *
     * @param told each row as it is known, on a background thread
     * @return how many rows there are
     */
    int compare(Subject subject, Function<Study, CompareMethods> what, Consumer<Compared> told, Progress progress);

    /**
     * Trains adapters on a pruned model and writes the merged one.
     *
     * @param told each point of the curve as it is known, on a background thread
     * @param enough asked before each step: whether to end now and write the best there is
     */
    RecoverModel.Recovered recover(
            RecoverModel what, Consumer<RecoveryPoint> told, BooleanSupplier enough, Progress progress);

    /** Accuracy of a model on multiple-choice items. */
    MultipleChoice accuracy(MeasureChoices what, Progress progress);

    /**
     * Writes numbers of the study.
     *
     * @param plan whose mask it is, where a mask is written
     */
    WriteData.Written data(Subject subject, WriteData what, Plan plan, Progress progress);

    /** Writes the pruned model. */
    Exported export(Subject subject, Cut cut, Destination to, Progress progress);

    /** Keeps the cut in the study, with a line in its history; called once the hand has let go. */
    void keep(Subject subject, Cut cut);

    /** Keeps the cut through the dendrogram in the study. */
    void keepFamilyCut(Subject subject, Float height);

    /** What the laboratory does to running models. */
    Experiments experiments();

    /** All networks of a study. */
    List<NetworkFacts> networks(Subject subject, Progress progress);

    /** Keeps what is said of a network in the study. */
    void note(Subject subject, NetworkId network, NetworkNote note);

    /**
     * Takes labels, colours, notes and decisions from a CSV table into the study.
     *
     * @return the study as it is then
     */
    Subject takeNetworks(Subject subject, Path table, Progress progress);

    /** Where models run, such as "CPU, 2 threads"; empty until one ran. */
    String device();
}

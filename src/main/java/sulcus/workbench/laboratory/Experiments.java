package sulcus.workbench.laboratory;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import sulcus.prune.NetworkId;
import sulcus.study.Intervention;
import sulcus.study.lab.DoseResponse;
import sulcus.study.lab.Lesion;
import sulcus.study.lab.Trial;
import sulcus.study.lab.Unlearn;
import sulcus.task.Progress;
import sulcus.workbench.study.Subject;

/** What the laboratory asks of the rest of the program, on background threads; the model on disk stays as it is. */
public interface Experiments {
    /**
     * Points, and the file in which they are kept.
     *
     * @param points in the order of measuring
     */
    record Kept<T>(Path file, List<T> points) {}

    /**
     * What the model says after a prompt.
     *
     * @param early told what is known of the next token before the texts are made
     */
    Trial trial(
            Subject subject, String prompt, List<Intervention> interventions, Consumer<Trial> early, Progress progress);

    /**
     * What interventions do to the loss on each kind of text.
     *
     * @param label that tells the kinds; null for one kind
     */
    Lesion.Effects lesion(
            Subject subject, List<Intervention> interventions, String label, Amounts amounts, Progress progress);

    /** The same at several doses; what was cancelled goes on where it stopped. */
    Kept<DoseResponse.Point> dose(
            Subject subject,
            List<Intervention> interventions,
            String label,
            DoseResponse.Dose of,
            List<Double> doses,
            Amounts amounts,
            Progress progress);

    /** Unlearning of one kind of text; what was cancelled goes on where it stopped. */
    Kept<Unlearn.Step> unlearn(Subject subject, String label, String value, Amounts amounts, Progress progress);

    /** The stable networks that answer most to a kind of text. */
    List<NetworkId> mostSelective(Subject subject, String label, String value, int count, Progress progress);
}

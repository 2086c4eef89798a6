package sulcus.workbench.shell;

import java.nio.file.Path;
import java.util.List;
import sulcus.prune.Rules;
import sulcus.run.Device;
import sulcus.study.Study;
import sulcus.study.lab.Fingerprint;
import sulcus.study.lab.MeasureFingerprint;
import sulcus.study.lab.MeasureRecurrence;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** Recurrence and fingerprint as the window measures them: on the calibration text, as usual, kept in the study. */
final class LabMeasurements {
    /** Texts, of each kind where kinds are told apart. */
    private static final int TEXTS = 10;

    private static final int TOKENS = 1024;

    private LabMeasurements() {}

    /** By the first label that tells kinds of text from each other. */
    static void recurrence(Study study, Progress progress) {
        List<String> labels = List.copyOf(study.kinds().keySet());
        new MeasureRecurrence(
                        study,
                        text(study),
                        field(study),
                        labels.isEmpty() ? null : labels.getFirst(),
                        -1,
                        List.of(),
                        MeasureRecurrence.IOU,
                        Rules.KEY_NEURON,
                        MeasureRecurrence.COMPONENTS,
                        TEXTS,
                        TOKENS,
                        MeasureRecurrence.NULLS,
                        0,
                        null,
                        Device.AUTO)
                .run(progress);
    }

    /** @param other model or study */
    static void fingerprint(Study study, Path other, Progress progress) {
        new MeasureFingerprint(
                        study,
                        other,
                        text(study),
                        field(study),
                        TEXTS,
                        TOKENS,
                        Rules.KEY_NEURON,
                        Fingerprint.SURVIVED,
                        false,
                        MeasureFingerprint.NULLS,
                        0,
                        null,
                        Device.AUTO)
                .run(progress);
    }

    private static TextFiles text(Study study) {
        if (study.textFiles() == null) {
            throw new Refusal(study.folder() + ": was made from captured activations and has no text; use the command"
                    + " line, which takes one");
        }
        return study.textFiles();
    }

    private static String field(Study study) {
        return study.document().texts().getFirst().field();
    }
}

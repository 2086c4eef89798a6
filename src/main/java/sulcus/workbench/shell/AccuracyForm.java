package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.util.Locale;
import javafx.scene.control.ComboBox;
import sulcus.evaluate.MultipleChoice;
import sulcus.study.MeasureChoices;
import sulcus.workbench.study.Figures;
import sulcus.workbench.study.FileKind;

/** Asks which model shall answer which multiple-choice items. */
final class AccuracyForm {
    private AccuracyForm() {}

    static void show(ModalPane over, AccuracyChoice choice, FilePicker files, Runnable action) {
        ComboBox<String> delimiter = new ComboBox<>();
        delimiter.getItems().setAll("", " ");
        delimiter.setConverter(ExportForm.names(d -> d.isEmpty() ? "nothing" : "a space"));
        delimiter.valueProperty().bindBidirectional(choice.delimiterProperty());
        new Form(
                        over,
                        "Measure accuracy",
                        "How often a model gives the right choice the highest probability, by the definitions of"
                                + " lm-evaluation-harness.")
                .width(640)
                .file("Model", choice.modelProperty(), () -> files.model().map(FileKind.MODEL::place))
                .file(
                        "Items",
                        choice.itemsProperty(),
                        () -> files.texts("Items (.jsonl)").stream().findFirst())
                .row("Delimiter", delimiter, "between context and choice; tasks of lm-evaluation-harness have a space")
                .number("Items at most", choice.mostProperty(), 0, 100_000_000, "the first of the file; 0 for all")
                .action("Measure", choice.problem(), action)
                .show();
    }

    /** What came of it, in one line. */
    static String words(MeasureChoices what, MultipleChoice m) {
        String cut = m.cut() == 0
                ? ""
                : "; " + Figures.count(m.cut()) + " contexts were too long for the model and lost their beginning";
        return "Accuracy of " + what.model().getFileName() + " on " + Figures.count(m.items()) + " items of "
                + what.tasks().getFileName() + ": " + share(m.accuracy(), m.standardError()) + ", normalized by length "
                + share(m.accuracyNormalized(), m.standardErrorNormalized()) + cut;
    }

    private static String share(double share, double error) {
        return String.format(Locale.ROOT, "%.4f", share)
                + (Double.isNaN(error) ? "" : String.format(Locale.ROOT, " ± %.4f", error));
    }
}

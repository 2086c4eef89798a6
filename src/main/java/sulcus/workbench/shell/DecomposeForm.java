package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import sulcus.decompose.Signals;
import sulcus.workbench.study.ModelCard;
import sulcus.workbench.study.TextCard;

/** Asks how a model is decomposed and where the study goes. */
final class DecomposeForm {
    private DecomposeForm() {}

    static void show(
            ModalPane over,
            DecomposeModel choice,
            ModelCard model,
            TextCard text,
            Supplier<Optional<Path>> browse,
            String leaf,
            Runnable action) {
        ComboBox<Signals> signals = new ComboBox<>();
        signals.getItems().setAll(Signals.values());
        signals.setConverter(ExportForm.names(Signals::label));
        signals.valueProperty().bindBidirectional(choice.signalsProperty());
        CheckBox byData = new CheckBox("At most; the data decide");
        byData.setId("components-by-data");
        byData.selectedProperty().bindBidirectional(choice.byDataProperty());
        new Form(over, "Decompose", model.name() + " on " + text.name() + ".")
                .number("Networks a layer", choice.componentsProperty(), 1, 4096, "")
                .row("", byData, "as many as stand above the same signals with their tokens shuffled")
                .number("Texts in a group", choice.textsProperty(), 1, 1_000_000, "")
                .number("Groups of texts", choice.groupsProperty(), 1, 1000, "")
                .number(
                        "Shortest text",
                        choice.minimumCharactersProperty(),
                        0,
                        1_000_000,
                        "characters; shorter texts are left out")
                .number("Longest text", choice.maximumTokensProperty(), 1, 1_000_000, "tokens; longer texts are cut")
                .row("Signals", signals, "")
                .number("Restarts", choice.restartsProperty(), 1, 1000, "10 for a finding: single starts differ")
                .number("Seed", choice.seedProperty(), 0, Integer.MAX_VALUE, "")
                .folder("Study folder", choice.outProperty(), browse, leaf)
                .action("Decompose", choice.problem(), action)
                .show();
    }
}

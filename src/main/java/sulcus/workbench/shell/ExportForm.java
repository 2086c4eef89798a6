package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import sulcus.export.Layout;
import sulcus.workbench.preserve.Cut;
import sulcus.workbench.preserve.Outcome;
import sulcus.workbench.study.Figures;

/** Asks how and where the pruned model is written. */
final class ExportForm {
    private ExportForm() {}

    static void show(
            ModalPane over,
            ExportModel choice,
            Cut cut,
            Outcome outcome,
            Supplier<Optional<Path>> browse,
            String leaf,
            Runnable action) {
        ComboBox<Layout> layout = new ComboBox<>();
        layout.getItems().setAll(Layout.values());
        layout.setConverter(names(Layout::label));
        layout.valueProperty().bindBidirectional(choice.layoutProperty());
        layout.setId("export-layout");
        ComboBox<ExportModel.Kind> kind = new ComboBox<>();
        kind.getItems().setAll(ExportModel.Kind.values());
        kind.setConverter(names(ExportModel.Kind::label));
        kind.valueProperty().bindBidirectional(choice.kindProperty());
        kind.setId("export-kind");
        ComboBox<String> type = new ComboBox<>();
        type.getItems().setAll(choice.kindProperty().get().types());
        type.setConverter(names(t -> t.isEmpty() ? "as in the model" : t));
        type.valueProperty().bindBidirectional(choice.typeProperty());
        choice.kindProperty().addListener((o, was, is) -> {
            String kept = choice.typeProperty().get();
            type.getItems().setAll(is.types());
            type.setValue(kept);
        });
        type.setId("export-type");
        int widest = Arrays.stream(outcome.kept()).max().orElse(0);
        new Form(
                        over,
                        "Export pruned model",
                        Figures.count(outcome.neuronsKept()) + " of " + Figures.count(outcome.neurons())
                                + " neurons, " + Figures.large(outcome.pruned().parameters())
                                + " parameters, compensation "
                                + cut.compensating().words() + ", method "
                                + cut.method().title() + ".")
                .row("Written as", kind, "")
                .row(
                        "Layout",
                        layout,
                        "compact: each layer its own width; padded: all as wide as the widest (" + Figures.count(widest)
                                + "); uniform: all equally wide, protected layers too")
                .row("Numbers", type, "")
                .folder("Place", choice.outProperty(), browse, leaf)
                .action("Export", choice.problem(), action)
                .show();
    }

    static <T> StringConverter<T> names(java.util.function.Function<T, String> name) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("chosen from a list, never typed");
            }
        };
    }
}

package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import sulcus.export.Layout;
import sulcus.format.ElementType;
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
        ComboBox<Optional<ElementType>> type = new ComboBox<>();
        type.getItems().add(Optional.empty());
        for (ElementType t : new ElementType[] {ElementType.F32, ElementType.F16, ElementType.BF16}) {
            type.getItems().add(Optional.of(t));
        }
        type.setConverter(names(t -> t.map(ExportForm::python).orElse("as in the model")));
        type.setValue(Optional.ofNullable(choice.typeProperty().get()));
        type.valueProperty().addListener((o, was, is) -> choice.typeProperty().set(is.orElse(null)));
        int widest = Arrays.stream(outcome.kept()).max().orElse(0);
        new Form(
                        over,
                        "Export pruned model",
                        Figures.count(outcome.neuronsKept()) + " of " + Figures.count(outcome.neurons())
                                + " neurons, " + Figures.large(outcome.pruned().parameters())
                                + " parameters, compensation "
                                + cut.compensating().words() + ", method "
                                + cut.method().title() + ".")
                .row(
                        "Layout",
                        layout,
                        "compact: each layer its own width; padded: all as wide as the widest (" + Figures.count(widest)
                                + "); uniform: all equally wide, protected layers too")
                .row("Numbers", type, "")
                .folder("Folder", choice.outProperty(), browse, leaf)
                .action("Export", choice.problem(), action)
                .show();
    }

    private static String python(ElementType type) {
        return switch (type) {
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            default -> "float32";
        };
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

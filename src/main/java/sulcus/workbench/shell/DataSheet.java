package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.scene.control.ComboBox;
import sulcus.study.data.DataForm;
import sulcus.study.data.DataKind;
import sulcus.workbench.study.Subject;

/** Asks which numbers leave the study, as what and where to. */
final class DataSheet {
    /** One width for all choices: their ends stand under each other. */
    private static final double CHOICE = 260;

    private DataSheet() {}

    static void show(
            ModalPane over, DataChoice choice, Subject subject, Supplier<Optional<Path>> browse, Runnable action) {
        ComboBox<DataKind> kind = new ComboBox<>();
        kind.getItems().setAll(DataKind.values());
        kind.setConverter(ExportForm.names(DataSheet::name));
        kind.valueProperty().bindBidirectional(choice.kindProperty());
        kind.setId("data-kind");
        kind.setPrefWidth(CHOICE);
        ComboBox<DataForm> form = new ComboBox<>();
        form.getItems().setAll(choice.kindProperty().get().forms());
        form.setConverter(ExportForm.names(DataSheet::name));
        form.valueProperty().bindBidirectional(choice.formProperty());
        form.setId("data-form");
        form.setPrefWidth(CHOICE);
        choice.kindProperty().addListener((o, was, is) -> {
            DataForm kept = choice.formProperty().get();
            form.getItems().setAll(is.forms());
            form.setValue(kept);
        });
        Form asked = new Form(
                        over, "Export data", "From " + subject.name() + ", for numpy, pandas, nibabel and others.")
                .width(600)
                .row("What", kind, choice.kindProperty().map(DataSheet::meaning))
                .row(
                        "Written as",
                        form,
                        Bindings.createStringBinding(
                                () -> shape(
                                        choice.kindProperty().get(),
                                        choice.formProperty().get(),
                                        choice.layerProperty().get() == DataChoice.ALL),
                                choice.kindProperty(),
                                choice.formProperty(),
                                choice.layerProperty()))
                .row("Layers", layers(choice, subject), "");
        if (subject.networks().groups() > 1) {
            asked.row("Group of texts", groups(choice, subject), "");
        }
        asked.file("Place", choice.outProperty(), () -> browse.get().map(choice::choose))
                .action("Export", choice.problem(), action)
                .show();
    }

    private static ComboBox<Integer> layers(DataChoice choice, Subject subject) {
        ComboBox<Integer> layer = new ComboBox<>();
        layer.setId("data-layer");
        layer.setPrefWidth(CHOICE);
        layer.setConverter(ExportForm.names(l -> l == DataChoice.ALL ? "all" : "layer " + l));
        layer.getItems()
                .setAll(DataChoice.layers(IntStream.range(0, subject.layers())
                        .map(l -> IntStream.range(0, subject.networks().groups())
                                .map(g -> subject.networks().components(l, g))
                                .max()
                                .orElse(0))
                        .toArray()));
        layer.setValue(choice.layerProperty().get());
        layer.valueProperty().addListener((o, was, is) -> choice.layerProperty().set(is));
        return layer;
    }

    private static ComboBox<Integer> groups(DataChoice choice, Subject subject) {
        ComboBox<Integer> group = new ComboBox<>();
        group.setId("data-group");
        group.setPrefWidth(CHOICE);
        group.setConverter(ExportForm.names(g -> "group " + g));
        group.getItems()
                .setAll(IntStream.range(0, subject.networks().groups()).boxed().toList());
        group.setValue(choice.groupProperty().get());
        group.valueProperty().addListener((o, was, is) -> choice.groupProperty().set(is));
        group.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> choice.kindProperty().get().ofNeurons(), choice.kindProperty()));
        return group;
    }

    static String name(DataKind kind) {
        return switch (kind) {
            case MAPS -> "Spatial maps";
            case TIME_COURSES -> "Time courses";
            case SCORES -> "Scores";
            case ANATOMY -> "Anatomy";
            case MASKS -> "Mask of the cut";
            case CONNECTIVITY -> "Connectivity";
        };
    }

    private static String meaning(DataKind kind) {
        return switch (kind) {
            case MAPS -> "z of every neuron in every network";
            case TIME_COURSES -> "of every network, over the tokens of the calibration text";
            case SCORES -> "the largest |z| of each neuron over all networks";
            case ANATOMY -> "mean |activation| of each neuron";
            case MASKS -> "which neurons the cut preserves as it stands now";
            case CONNECTIVITY -> "correlations of the time courses of all pairs of networks";
        };
    }

    private static String name(DataForm form) {
        return switch (form) {
            case SAFETENSORS -> "safetensors";
            case NPY -> "NumPy array (.npy)";
            case CSV -> "table (.csv)";
            case NIFTI -> "NIfTI-1 volumes (.nii.gz)";
        };
    }

    /** How the numbers lie in the file. */
    private static String shape(DataKind kind, DataForm form, boolean all) {
        return switch (form) {
            case SAFETENSORS -> (kind == DataKind.CONNECTIVITY || !all ? "" : "a tensor a layer: ") + axes(kind);
            case NPY ->
                kind.ofNeurons() && all ? "layers × neurons" : axes(kind) + (kind.ofRows() ? ", of one layer" : "");
            case CSV -> kind.ofNeurons() ? "a row a neuron" : "a row and a column a network";
            case NIFTI -> "the mosaic's slices over each other" + (kind.ofRows() ? ", one volume a network" : "");
        };
    }

    private static String axes(DataKind kind) {
        return switch (kind) {
            case MAPS -> "networks × signals of neurons";
            case TIME_COURSES -> "networks × tokens";
            case SCORES, ANATOMY, MASKS -> "neurons";
            case CONNECTIVITY -> "networks × networks";
        };
    }
}

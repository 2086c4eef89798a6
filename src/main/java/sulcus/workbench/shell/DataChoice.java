package sulcus.workbench.shell;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import sulcus.study.data.DataForm;
import sulcus.study.data.DataKind;
import sulcus.study.data.WriteData;

/** Which numbers leave a study, and as what, as it is filled in. */
final class DataChoice {
    /** Of all layers. */
    static final int ALL = -1;

    private final String study;
    private final ObjectProperty<DataKind> kind = new SimpleObjectProperty<>(DataKind.MAPS);
    private final ObjectProperty<DataForm> form = new SimpleObjectProperty<>(DataForm.SAFETENSORS);
    private final IntegerProperty layer = new SimpleIntegerProperty(ALL);
    private final IntegerProperty group = new SimpleIntegerProperty(0);
    private final StringProperty out = new SimpleStringProperty("");
    /** The name that follows what is chosen, until another one is typed. */
    private String offered;
    /** What the user agreed to see replaced; null for nothing. */
    private final ObjectProperty<Path> replaced = new SimpleObjectProperty<>();

    private final StringBinding problem = Bindings.createStringBinding(this::wrong, out, kind, form, layer, replaced);

    /** @param study its name, with which names of files begin */
    DataChoice(String study, Path folder) {
        this.study = study;
        offer(folder);
        kind.addListener((o, was, is) -> {
            if (!is.forms().contains(form.get())) {
                form.set(is.forms().getFirst());
            }
            rename();
        });
        form.addListener((o, was, is) -> rename());
        layer.addListener((o, was, is) -> rename());
    }

    /** Such as "sample-time-courses-layer-3.npy". */
    String name() {
        String of = layer.get() == ALL ? "" : "-layer-" + layer.get();
        return study + "-" + kind.get().label() + of + form.get().ending();
    }

    private void offer(Path folder) {
        Path file = folder.resolve(name());
        String ending = form.get().ending();
        String stem = name().substring(0, name().length() - ending.length());
        for (int i = 2; Files.exists(file); i++) {
            file = folder.resolve(stem + "-" + i + ending);
        }
        offered = file.toString();
        out.set(offered);
    }

    /** An offered name follows what is chosen, a typed one keeps all but its end. */
    private void rename() {
        String now = out.get().strip();
        if (now.equals(offered)) {
            offer(Path.of(offered).getParent());
            return;
        }
        for (DataForm other : DataForm.values()) {
            if (other.ends(now) && other != form.get()) {
                out.set(now.substring(0, now.length() - other.ending().length())
                        + form.get().ending());
                return;
            }
        }
    }

    /**
     * A file that was chosen in a dialog; if it is there, the user agreed to its being replaced.
     *
     * @return with the end that says what it is
     */
    Path choose(Path file) {
        String name = String.valueOf(file.getFileName());
        Path named = form.get().ends(name)
                ? file
                : file.resolveSibling(name + form.get().ending());
        replaced.set(named.equals(file) ? named : null);
        out.set(named.toString());
        return named;
    }

    private String wrong() {
        if (form.get() == DataForm.NPY && kind.get().ofRows() && layer.get() == ALL) {
            return "An array holds the networks of one layer: choose the layer";
        }
        String text = out.get().strip();
        if (!form.get().ends(text)) {
            return "Name a file that ends with " + form.get().ending();
        }
        try {
            Path path = Path.of(text);
            if (Files.exists(path)) {
                return path.equals(replaced.get()) && Files.isRegularFile(path)
                        ? ""
                        : "This file exists already; choose another name, or Browse… to replace it";
            }
            return ExportModel.newFolder(text);
        } catch (InvalidPathException e) {
            return "This is no name of a file";
        }
    }

    /** The operation; only where there is no problem. */
    WriteData operation() {
        return new WriteData(
                kind.get(), Path.of(out.get().strip()), layer.get(), kind.get().ofNeurons() ? 0 : group.get());
    }

    /** The layers that can be asked for, first {@link #ALL}. */
    static Integer[] layers(int[] networks) {
        return IntStream.concat(
                        IntStream.of(ALL), IntStream.range(0, networks.length).filter(l -> networks[l] > 0))
                .boxed()
                .toArray(Integer[]::new);
    }

    ObjectProperty<DataKind> kindProperty() {
        return kind;
    }

    ObjectProperty<DataForm> formProperty() {
        return form;
    }

    /** 0-based, or {@link #ALL}. */
    IntegerProperty layerProperty() {
        return layer;
    }

    /** Of texts, 0-based. */
    IntegerProperty groupProperty() {
        return group;
    }

    StringProperty outProperty() {
        return out;
    }

    StringBinding problem() {
        return problem;
    }
}

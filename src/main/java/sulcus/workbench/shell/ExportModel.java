package sulcus.workbench.shell;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import sulcus.export.Destination;
import sulcus.export.ExportSettings;
import sulcus.export.GgufType;
import sulcus.export.Layout;

/** What an export shall be, as it is filled in. */
final class ExportModel {
    private final ObjectProperty<Layout> layout = new SimpleObjectProperty<>(Layout.COMPACT);
    /** As on the command line; "" keeps every tensor's type. */
    private final StringProperty type = new SimpleStringProperty("");

    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.FOLDER);

    /** What the pruned model is written as. */
    enum Kind {
        FOLDER("Hugging Face folder"),
        GGUF("GGUF file, for llama.cpp");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        /** The types of numbers that it may have, as on the command line; first "" for those of the model. */
        List<String> types() {
            List<String> types = new ArrayList<>(List.of("", "float32", "float16", "bfloat16"));
            if (this == GGUF) {
                Arrays.stream(GgufType.values())
                        .filter(t -> t.most().blockElements() > 1)
                        .map(GgufType::label)
                        .forEach(types::add);
            }
            return types;
        }
    }

    private final StringProperty out = new SimpleStringProperty("");
    private final StringBinding problem = Bindings.createStringBinding(this::wrong, out, kind);

    ExportModel() {
        kind.addListener((o, was, is) -> changed(is));
    }

    /** The name ends as its kind does, and no type stays that the kind does not have. */
    private void changed(Kind now) {
        String name = out.get().strip();
        boolean ends = name.endsWith(".gguf");
        if (now == Kind.GGUF && !ends && !name.isEmpty()) {
            out.set(name + ".gguf");
        } else if (now == Kind.FOLDER && ends) {
            out.set(name.substring(0, name.length() - 5));
        }
        if (!now.types().contains(type.get())) {
            type.set("");
        }
    }

    private String wrong() {
        boolean gguf = kind.get() == Kind.GGUF;
        String text = out.get();
        if (gguf && (text == null || !text.strip().endsWith(".gguf"))) {
            return "Name a file that ends with .gguf";
        }
        return newFolder(text).replace("This folder exists", gguf ? "This file exists" : "This folder exists");
    }

    /** Why a folder of that name cannot be made; empty if it can. */
    static String newFolder(String text) {
        if (text == null || text.isBlank()) {
            return "Name a folder that does not exist yet";
        }
        try {
            Path path = Path.of(text.strip());
            if (Files.exists(path)) {
                return "This folder exists already; choose another name";
            }
            Path parent = path.toAbsolutePath().getParent();
            while (parent != null && !Files.exists(parent)) {
                parent = parent.getParent();
            }
            return parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)
                    ? "Nothing can be written there; choose another place"
                    : "";
        } catch (InvalidPathException e) {
            return "This is no name of a folder";
        }
    }

    /** A name in a folder that is free: the name itself, or with a number behind. */
    static Path free(Path folder, String name) {
        Path path = folder.resolve(name);
        for (int i = 2; Files.exists(path); i++) {
            path = folder.resolve(name + "-" + i);
        }
        return path;
    }

    ObjectProperty<Layout> layoutProperty() {
        return layout;
    }

    StringProperty typeProperty() {
        return type;
    }

    ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    StringProperty outProperty() {
        return out;
    }

    StringBinding problem() {
        return problem;
    }

    /** Where to, and as what. */
    Destination destination() {
        Path path = Path.of(out.get().strip());
        String wanted = type.get();
        return kind.get() == Kind.GGUF
                ? new Destination.Gguf(path, layout.get(), wanted.isEmpty() ? null : GgufType.parse(wanted))
                : new Destination.Folder(path, layout.get(), wanted.isEmpty() ? null : ExportSettings.type(wanted));
    }
}

package sulcus.workbench.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/** The system's dialogs; each begins where the last one ended. */
final class SystemFilePicker implements FilePicker {
    private static final List<String> MODELS = List.of("config.json", "*.gguf", "*.safetensors");
    private static final List<String> TABLES = List.of("*.csv");
    private static final List<String> TEXTS =
            List.of("*.txt", "*.jsonl", "*.parquet", "*.txt.gz", "*.jsonl.gz", "*.txt.zst", "*.jsonl.zst");

    private final Window owner;
    private File last;

    SystemFilePicker(Window owner) {
        this.owner = owner;
    }

    @Override
    public Optional<Path> model() {
        return file("Open model: config.json of a Hugging Face folder, or a .gguf file", "Models", MODELS);
    }

    @Override
    public List<Path> texts(String title) {
        List<File> chosen = chooser(title, "Texts", TEXTS).showOpenMultipleDialog(owner);
        if (chosen == null) {
            return List.of();
        }
        chosen(chosen.getFirst());
        return chosen.stream().map(File::toPath).sorted().toList();
    }

    @Override
    public Optional<Path> table(String title) {
        return file(title, "Tables", TABLES);
    }

    @Override
    public Optional<Path> newTable(String title, String name) {
        FileChooser chooser = chooser(title, "Tables", TABLES);
        chooser.setInitialFileName(name);
        return chosen(chooser.showSaveDialog(owner));
    }

    @Override
    public Optional<Path> newFile(String title, String name) {
        String ending = name.substring(name.lastIndexOf('.'));
        FileChooser chooser = chooser(title, ending.substring(1).toUpperCase(Locale.ROOT), List.of("*" + ending));
        chooser.setInitialFileName(name);
        return chosen(chooser.showSaveDialog(owner));
    }

    private Optional<Path> file(String title, String kind, List<String> extensions) {
        return chosen(chooser(title, kind, extensions).showOpenDialog(owner));
    }

    private FileChooser chooser(String title, String kind, List<String> extensions) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().add(new ExtensionFilter(kind, extensions));
        chooser.setInitialDirectory(last);
        return chooser;
    }

    private Optional<Path> chosen(File chosen) {
        if (chosen != null) {
            last = chosen.getParentFile();
        }
        return Optional.ofNullable(chosen).map(File::toPath);
    }

    @Override
    public Optional<Path> folder(String title) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        chooser.setInitialDirectory(last);
        return chosen(chooser.showDialog(owner));
    }
}

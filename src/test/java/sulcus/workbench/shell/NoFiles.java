package sulcus.workbench.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whatever is asked for, the user chooses nothing. */
public class NoFiles implements FilePicker {
    @Override
    public Optional<Path> model() {
        return Optional.empty();
    }

    @Override
    public List<Path> texts(String title) {
        return List.of();
    }

    @Override
    public Optional<Path> folder(String title) {
        return Optional.empty();
    }

    @Override
    public Optional<Path> table(String title) {
        return Optional.empty();
    }

    @Override
    public Optional<Path> newTable(String title, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Path> newFile(String title, String name) {
        return Optional.empty();
    }
}

package sulcus.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import sulcus.task.Refusal;

/**
 * A folder that is there whole or not at all: filled under the name {@code NAME.partial-xxxxxxxx} and renamed once. Closing
 * without {@link #commit()} deletes what was written; a program that was killed leaves the partial folder, never the name.
 */
public final class AtomicFolder implements AutoCloseable {
    private final Path target;
    private final Path partial;
    private boolean committed;

    private AtomicFolder(Path target) {
        this.target = target;
        refuseExisting();
        partial = AtomicFile.partial(target);
        try {
            Path parent = target.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            Files.createDirectory(partial);
        } catch (ReadOnlyFileSystemException e) {
            throw FileFailure.readOnly(target, e);
        } catch (IOException e) {
            throw FileFailure.writing(target, e);
        }
    }

    /**
     * Begins a folder.
     *
     * @throws Refusal if something of that name exists, or the place cannot be written to
     */
    public static AtomicFolder create(Path target) {
        return new AtomicFolder(target);
    }

    /** Where to write the files. */
    public Path path() {
        return partial;
    }

    /** Where they will be. */
    public Path target() {
        return target;
    }

    /** Forces the files to the disk and gives the folder its name. */
    public void commit() {
        try {
            try (Stream<Path> files = Files.walk(partial)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.force(true);
                    }
                }
            }
            refuseExisting();
            AtomicFile.move(partial, target);
            committed = true;
            AtomicFile.forceFolder(target);
        } catch (IOException e) {
            throw FileFailure.writing(target, e);
        }
    }

    private void refuseExisting() {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal(target + ": exists already; choose another name");
        }
    }

    @Override
    public void close() {
        if (committed || !Files.exists(partial)) {
            return;
        }
        try (Stream<Path> files = Files.walk(partial)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw FileFailure.writing(partial, e);
        }
    }
}

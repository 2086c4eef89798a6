package sulcus.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import sulcus.task.Refusal;

/**
 * A file that is there whole or not at all: written beside its place under another name, forced to the disk, and renamed.
 * Closing without {@link #commit()} leaves no trace.
 */
public final class AtomicFile implements AutoCloseable {
    private final Path target;
    private final Path partial;
    private final boolean replace;
    private final FileChannel channel;
    private boolean committed;

    private AtomicFile(Path target, boolean replace) {
        this.target = target;
        this.replace = replace;
        this.partial = partial(target);
        refuseExisting();
        try {
            channel = FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (ReadOnlyFileSystemException e) {
            throw FileFailure.readOnly(target, e);
        } catch (IOException e) {
            throw FileFailure.writing(target, e);
        }
    }

    /** A new file; one of that name is refused, now and when it is done. */
    public static AtomicFile create(Path target) {
        return new AtomicFile(target, false);
    }

    /** A file that takes the place of one of that name, if there is one, when it is done. */
    public static AtomicFile replace(Path target) {
        return new AtomicFile(target, true);
    }

    /** Writes a whole file, in place of one that may be there. */
    public static void write(Path target, byte[] content) {
        try (AtomicFile file = replace(target)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                file.channel.write(left);
            }
            file.commit();
        } catch (IOException e) {
            throw FileFailure.writing(target, e);
        }
    }

    /** The name that a thing has until it is whole: {@code NAME.partial-xxxxxxxx} in the same folder. */
    static Path partial(Path target) {
        Path name = target.getFileName();
        if (name == null) {
            throw new Refusal(target + ": cannot be written: it has no name");
        }
        String id = UUID.randomUUID().toString().substring(0, 8);
        return target.resolveSibling(name + ".partial-" + id);
    }

    /** Where to write. */
    public FileChannel channel() {
        return channel;
    }

    /** Where it will be. */
    public Path target() {
        return target;
    }

    /** Forces what was written to the disk and gives the file its name. */
    public void commit() {
        try {
            channel.force(true);
            channel.close();
            refuseExisting();
            move(partial, target);
            committed = true;
            forceFolder(target);
        } catch (IOException e) {
            throw FileFailure.writing(target, e);
        }
    }

    private void refuseExisting() {
        if (!replace && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal(target + ": exists already; choose another name");
        }
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // some network file systems: a rename in the same folder is the best there is
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the new name itself last; not every system can. */
    static void forceFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
            opened.force(true);
        } catch (IOException unsupported) {
            // Windows opens no folders; there the rename is journalled
            return;
        }
    }

    @Override
    public void close() {
        if (committed) {
            return;
        }
        try {
            channel.close();
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw FileFailure.writing(partial, e);
        }
    }
}

package sulcus.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import sulcus.task.Refusal;

/**
 * A file mapped read-only into memory. Reads notice when the file was cut short or written to in the meantime: the system
 * then raises a fault, which the JVM hands on as {@link InternalError} and this class as a refusal.
 */
final class MappedFile implements AutoCloseable {
    private final Path path;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    private final long size;
    private final FileTime modified;

    MappedFile(Path path) {
        this.path = path;
        boolean mapped = false;
        try (FileChannel channel = FileChannel.open(regular(path), StandardOpenOption.READ)) {
            size = channel.size();
            segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            modified = Files.getLastModifiedTime(path);
            mapped = true;
        } catch (IOException e) {
            throw FileFailure.reading(path, e);
        } finally {
            if (!mapped) {
                arena.close();
            }
        }
    }

    private static Path regular(Path path) throws IOException {
        // opening a pipe would wait for ever, a device never end
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new Refusal(path + ": not a file");
        }
        return path;
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    /** All bytes of the file; valid until closed. */
    MemorySegment segment() {
        return segment;
    }

    /** Runs something that reads {@link #segment()}; a change of the file becomes a refusal. */
    void guarded(Runnable reading) {
        refuseChange();
        try {
            reading.run();
        } catch (InternalError e) {
            throw new Refusal(changed(), e);
        }
    }

    private void refuseChange() {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException gone) {
            // a deleted file stays readable through its map
            return;
        }
        if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
            throw new Refusal(changed());
        }
    }

    private String changed() {
        return path + ": the file changed while open; open it again";
    }

    /** Gives back the memory that what was read of the file takes; it is read again when it is asked for. */
    void release() {
        segment.unload();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}

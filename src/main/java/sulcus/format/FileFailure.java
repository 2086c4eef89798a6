package sulcus.format;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import sulcus.task.Refusal;

/** What the system says of a file, in words for people. */
public final class FileFailure {
    private FileFailure() {}

    /** A refusal for a file that could not be read. */
    public static Refusal reading(Path file, IOException cause) {
        return new Refusal(file + ": cannot be read: " + reason(cause), cause);
    }

    /** A refusal for a file or folder that could not be written. */
    public static Refusal writing(Path file, IOException cause) {
        return new Refusal(file + ": cannot be written: " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case FileAlreadyExistsException there -> there.getFile() + " exists already; choose another name";
            case DirectoryNotEmptyException there -> there.getFile() + " exists already; choose another name";
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case NotDirectoryException notFolder -> notFolder.getFile() + " is not a folder";
            case FileSystemException other when other.getReason() != null -> space(other.getReason());
            default -> space(String.valueOf(cause.getMessage()));
        };
    }

    private static String space(String reason) {
        return reason.contains("No space left") || reason.contains("not enough space")
                ? "no space left on the disk; make room or choose another folder"
                : reason;
    }

    /** A refusal for a read-only file system. */
    static Refusal readOnly(Path file, ReadOnlyFileSystemException cause) {
        return new Refusal(file + ": cannot be written: the file system is read-only; choose another folder", cause);
    }
}

package sulcus.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import sulcus.task.Progress;

/** SHA-256 as 64 lower-case hexadecimal digits. */
public final class Sha256 {
    private static final int BLOCK = 1 << 22;

    private Sha256() {}

    /** The hash of some bytes. */
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** The hash of a file, read in blocks. */
    public static String of(Path file, Progress progress) {
        MessageDigest digest = digest();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = Math.max(1, channel.size());
            ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, size));
            long done = 0;
            for (int read = channel.read(block); read >= 0; read = channel.read(block)) {
                digest.update(block.flip());
                block.clear();
                done += read;
                progress.report("hash of " + file.getFileName(), Math.min(1, (double) done / size));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw FileFailure.reading(file, e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package sulcus.text;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import sulcus.task.Refusal;

/** Text files as they are, or packed with gzip ({@code .gz}) or Zstandard ({@code .zst}), unpacked while they are read. */
final class PackedText extends FilterInputStream {
    /** No text is packed so well; what unpacks to more is made to fill memory or time. */
    private static final long MOST_TIMES = 200;

    private static final long ALWAYS_ALLOWED = 64L << 20;

    private final Path path;
    private final long most;
    private long read;

    private PackedText(Path path, InputStream unpacked, long most) {
        super(unpacked);
        this.path = path;
        this.most = most;
    }

    /** The name of a file, in small letters, without the ending of its packing. */
    static String name(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return isPacked(name) ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    private static boolean isPacked(String name) {
        return name.endsWith(".gz") || name.endsWith(".zst");
    }

    /** The bytes of the text. */
    static InputStream open(Path path) throws IOException {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        InputStream file = Files.newInputStream(path);
        if (!isPacked(name)) {
            return file;
        }
        boolean good = false;
        try {
            InputStream unpacked = name.endsWith(".gz")
                    ? new GZIPInputStream(file, 1 << 16)
                    : new ZstdInputStream(new BufferedInputStream(file, 1 << 16));
            good = true;
            return new PackedText(path, unpacked, Math.max(ALWAYS_ALLOWED, MOST_TIMES * Files.size(path)));
        } finally {
            if (!good) {
                file.close();
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        int count = super.read(to, from, length);
        read += Math.max(0, count);
        if (read > most) {
            throw new Refusal(path + ": unpacks to more than " + MOST_TIMES
                    + " times its size, which no text does; unpack it" + " yourself if you trust it");
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}

package sulcus.text;

import dev.hardwood.InputFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A Parquet file read range by range. Hardwood's own input maps the file into memory: when another program cuts the file
 * while one of the reader's workers still decompresses from the map, the virtual machine dies of SIGBUS. Here the worker
 * gets an exception.
 */
final class ParquetInput implements InputFile {
    private final Path path;
    private FileChannel channel;

    ParquetInput(Path path) {
        this.path = path;
    }

    @Override
    public void open() throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        if (offset < 0 || length < 0 || offset > channel.size() - length) {
            throw new EOFException(length + " bytes at byte " + offset + " lie outside the file");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("the file was cut while it was read");
            }
        }
        return bytes.flip();
    }

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}

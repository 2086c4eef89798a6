package sulcus.study;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sulcus.format.FileFailure;
import sulcus.task.Refusal;

/** A file of JSON lines that is only ever appended to, so that what was written survives whatever comes after. */
public final class Lines<T> {
    private final Path file;
    private final Class<T> type;
    private final Map<String, Object> later;

    public Lines(Path file, Class<T> type) {
        this(file, type, Map.of());
    }

    /** @param later what lines of older versions lack, with what is taken for it */
    Lines(Path file, Class<T> type, Map<String, Object> later) {
        this.file = file;
        this.type = type;
        this.later = later;
    }

    /** Appends a line and forces it to the disk. */
    public void append(T value) {
        ByteBuffer line = ByteBuffer.wrap((StudyJson.line(value) + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = whole(channel);
            while (line.hasRemaining()) {
                end += channel.write(line, end);
            }
            channel.force(true);
        } catch (IOException e) {
            throw FileFailure.writing(file, e);
        }
    }

    // A crash in the middle of a line leaves a stump; the next line takes its place.
    private static long whole(FileChannel channel) throws IOException {
        long end = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            if (channel.read(one, end - 1) == 1 && one.get(0) == '\n') {
                break;
            }
            end--;
        }
        channel.truncate(end);
        return end;
    }

    /**
     * All lines, oldest first; none where there is no file.
     *
     * @throws Refusal naming the line that cannot be read
     */
    public List<T> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<T> values = new ArrayList<>();
        String text = StudyJson.text(file);
        String[] lines = text.split("\n");
        for (int i = 0; i < lines.length; i++) {
            boolean stump = !text.endsWith("\n") && i == lines.length - 1;
            if (!lines[i].isBlank() && !stump) {
                values.add(StudyJson.parse(file + ": line " + (i + 1), lines[i], type, later));
            }
        }
        return List.copyOf(values);
    }
}

package sulcus.study;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sulcus.format.FileFailure;
import sulcus.task.Refusal;

/** What was done in a study, oldest first: {@code history.jsonl}, one line an action, only ever appended to. */
public final class History {
    private final Path file;

    /**
     * One action that changed or used a result.
     *
     * @param action "decompose", "threshold", "prune", "evaluate"
     * @param arguments by the names of the command line's options
     * @param rules in force; null where none were
     * @param mask SHA-256 of the plan's mask, see {@link Masks}; "" where none was made
     * @param version of Sulcus
     * @param time UTC, ISO 8601
     */
    public record Step(
            String action, Map<String, String> arguments, RulesRecord rules, String mask, String version, String time) {
        public static Step now(String action, Map<String, String> arguments, RulesRecord rules, String mask) {
            return new Step(
                    action,
                    arguments,
                    rules,
                    mask,
                    Program.version(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    History(Path file) {
        this.file = file;
    }

    /** Appends a line and forces it to the disk. */
    public void append(Step step) {
        ByteBuffer line = ByteBuffer.wrap((StudyJson.line(step) + "\n").getBytes(StandardCharsets.UTF_8));
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
     * @throws Refusal naming the line that cannot be read
     */
    public List<Step> steps() {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        String text = StudyJson.text(file);
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            boolean stump = !text.endsWith("\n") && number == text.split("\n").length;
            if (!line.isBlank() && !stump) {
                steps.add(StudyJson.parse(file + ": line " + number, line, Step.class));
            }
        }
        return List.copyOf(steps);
    }
}

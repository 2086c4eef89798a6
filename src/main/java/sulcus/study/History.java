package sulcus.study;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import sulcus.task.Refusal;

/** What was done in a study, oldest first: {@code history.jsonl}, one line an action, only ever appended to. */
public final class History {
    private final Lines<Step> lines;

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
        lines = new Lines<>(file, Step.class, Map.of("rules/minimumStability", 0.0));
    }

    /** Appends a line and forces it to the disk. */
    public void append(Step step) {
        lines.append(step);
    }

    /**
     * @throws Refusal naming the line that cannot be read
     */
    public List<Step> steps() {
        return lines.read();
    }
}

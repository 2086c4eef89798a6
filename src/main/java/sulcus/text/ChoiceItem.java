package sulcus.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sulcus.task.Refusal;

/**
 * A multiple-choice item: a line {@code {"context": "…", "choices": ["…", "…"], "answer": 0}} of a .jsonl file. Other fields are
 * not looked at.
 *
 * @param context may be empty
 * @param choices two or more, none of them empty
 * @param answer which of them is right, from 0
 */
public record ChoiceItem(String context, List<String> choices, int answer) {
    public ChoiceItem {
        choices = List.copyOf(choices);
    }

    /**
     * All items of a file, in order.
     *
     * @throws Refusal if the file cannot be read or has none, or at a line that is none, with its number
     */
    public static List<ChoiceItem> read(Path file) {
        Corpus.read(file, null);
        if (!PackedText.name(file).endsWith(".jsonl")) {
            throw new Refusal(file + ": multiple-choice items are read from .jsonl files only; convert or rename it");
        }
        try (Stream<TextLines.Line> lines = TextLines.of(file)) {
            List<ChoiceItem> items = lines.filter(
                            line -> !Corpus.strip(line.text()).isEmpty())
                    .map(line -> item(file, line))
                    .toList();
            if (items.isEmpty()) {
                throw new Refusal(
                        file + ": holds no item; write a line {\"context\": \"…\", \"choices\": [\"…\", \"…\"],"
                                + " \"answer\": 0} for each");
            }
            return items;
        }
    }

    private static ChoiceItem item(Path file, TextLines.Line line) {
        JsonNode record =
                JsonLines.object(file, line, "{\"context\": \"…\", \"choices\": [\"…\", \"…\"], \"answer\": 0}");
        JsonNode context = record.path("context");
        JsonNode choices = record.path("choices");
        JsonNode answer = record.path("answer");
        if (!context.isTextual()) {
            throw wrong(file, line, "context", "no text", "write a string, \"\" for none");
        }
        if (!choices.isArray() || choices.size() < 2) {
            throw wrong(file, line, "choices", "not a list of two or more", "write [\"…\", \"…\"]");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode choice : choices) {
            if (!choice.isTextual() || choice.textValue().isEmpty()) {
                throw wrong(
                        file,
                        line,
                        "choices",
                        "number " + texts.size() + " is " + (choice.isTextual() ? "empty" : "no text"),
                        "write a string that is not empty");
            }
            texts.add(choice.textValue());
        }
        if (!answer.isIntegralNumber()
                || !answer.canConvertToInt()
                || answer.intValue() < 0
                || answer.intValue() >= texts.size()) {
            throw wrong(
                    file,
                    line,
                    "answer",
                    answer.isMissingNode() ? "is missing" : answer + " names none of the choices",
                    "write a number from 0 to " + (texts.size() - 1));
        }
        return new ChoiceItem(context.textValue(), texts, answer.intValue());
    }

    private static Refusal wrong(Path file, TextLines.Line line, String field, String what, String advice) {
        return new Refusal(file + ": line " + line.number() + ": " + field + ": " + shortened(what) + "; " + advice);
    }

    private static String shortened(String what) {
        return what.length() <= 100 ? what : what.substring(0, 100) + "…";
    }
}

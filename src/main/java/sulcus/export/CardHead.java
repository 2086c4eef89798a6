package sulcus.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sulcus.format.StrictJson;
import sulcus.task.Refusal;

/**
 * The head of a model card, {@code README.md}: YAML between two lines of dashes. Of YAML only what cards are made of is read:
 * {@code key: value} at the left margin, where a value is plain or quoted words, {@code [a, b]}, a list of lines {@code - a}, or JSON.
 * What is something else is passed over: a card is for people, and nothing depends on it.
 */
final class CardHead {
    static final String NAME = "README.md";

    private static final int LARGEST = 1 << 20;
    private static final Pattern LINE = Pattern.compile("([A-Za-z_][\\w.-]{0,99}):(?:[ \\t]+(.*))?");
    private static final Pattern ITEM = Pattern.compile("[ \\t]*-[ \\t]+(.*)");

    private CardHead() {}

    /** @return text, lists of text, and what JSON has, by key; empty where there is no card or no head */
    static Map<String, Object> read(Path folder) {
        Map<String, Object> head = new LinkedHashMap<>();
        List<String> items = null;
        for (String line : lines(folder.resolve(NAME))) {
            Matcher item = ITEM.matcher(line);
            Matcher key = LINE.matcher(line);
            if (items != null && item.matches()) {
                String word = plain(item.group(1));
                if (word != null) {
                    items.add(word);
                }
            } else if (key.matches()) {
                String value = key.group(2) == null ? "" : key.group(2).strip();
                items = value.isEmpty() ? new ArrayList<>() : null;
                Object said = value.isEmpty() ? items : value(value);
                if (said != null) {
                    head.put(key.group(1), said);
                }
            } else {
                items = line.isBlank() ? items : null;
            }
        }
        return head;
    }

    private static List<String> lines(Path card) {
        try {
            if (!Files.isRegularFile(card) || Files.size(card) > LARGEST) {
                return List.of();
            }
            String text = Files.readString(card).replace("\r\n", "\n");
            int end = text.startsWith("---\n") ? text.indexOf("\n---", 3) : -1;
            return end < 4 ? List.of() : text.substring(4, end).lines().toList();
        } catch (IOException e) {
            // a card that is no text has nothing to say
            return List.of();
        }
    }

    /** Null where it is of no kind that is read. */
    private static Object value(String said) {
        String value = said.replaceFirst("\\s+#[^\\]}\"]*$", "");
        if ("[{\"".indexOf(value.charAt(0)) < 0) {
            return plain(value);
        }
        try {
            return StrictJson.readObject("head", "{\"value\":" + value + "}", LARGEST)
                    .get("value");
        } catch (Refusal e) {
            if (value.startsWith("[") && value.endsWith("]")) {
                List<String> words = Stream.of(
                                value.substring(1, value.length() - 1).split(","))
                        .map(CardHead::plain)
                        .toList();
                return words.contains(null) ? null : words;
            }
            return plain(value);
        }
    }

    private static String plain(String value) {
        String word = value.replaceFirst("(^|\\s)#.*", "").strip();
        if (word.length() > 1 && word.startsWith("'") && word.endsWith("'")) {
            return word.substring(1, word.length() - 1).replace("''", "'");
        }
        if (word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")) {
            return word.substring(1, word.length() - 1);
        }
        boolean other = word.isEmpty() || "[]{}>|&*!%@`\"',".indexOf(word.charAt(0)) >= 0 || word.contains(": ");
        return other ? null : word;
    }

    /** The head with its lines of dashes: each value as JSON, which YAML reads too, and in which nothing can be markup. */
    static byte[] write(Map<String, Object> head, String body) {
        StringBuilder yaml = new StringBuilder("---\n");
        head.forEach((key, value) -> yaml.append(key)
                .append(": ")
                .append(StrictJson.writeCompact(value))
                .append('\n'));
        return yaml.append("---\n\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }
}

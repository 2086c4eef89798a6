package sulcus.text;

import java.util.Map;

/**
 * One text of a corpus.
 *
 * @param labels the other plain fields of its record, such as "kind"; empty for .txt
 */
public record Document(String text, Map<String, String> labels) {}

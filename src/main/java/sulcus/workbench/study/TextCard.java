package sulcus.workbench.study;

import java.util.List;
import java.util.Map;
import sulcus.text.TextFiles;

/**
 * What is shown of a calibration text.
 *
 * @param name what it is called
 * @param files where it lies; null if it is not known any more
 * @param bytes of all files
 * @param texts how many of it were used; −1 if none yet
 * @param tokens of those; −1 if not known
 * @param kinds values of each label that tells kinds of text from each other
 */
public record TextCard(
        String name, TextFiles files, long bytes, int texts, long tokens, Map<String, List<String>> kinds) {
    /** Where no labels are known. */
    public TextCard(String name, TextFiles files, long bytes, int texts, long tokens) {
        this(name, files, bytes, texts, tokens, Map.of());
    }
}

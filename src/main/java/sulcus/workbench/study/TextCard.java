package sulcus.workbench.study;

import java.nio.file.Path;

/**
 * What is shown of a calibration text.
 *
 * @param name of the file
 * @param path where it lies; null if it is not known any more
 * @param bytes of the file
 * @param texts how many of it were used; −1 if none yet
 * @param tokens of those; −1 if not known
 */
public record TextCard(String name, Path path, long bytes, int texts, long tokens) {}

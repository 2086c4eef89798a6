package sulcus.workbench.study;

import sulcus.text.TextFiles;

/**
 * What is shown of a calibration text.
 *
 * @param name what it is called
 * @param files where it lies; null if it is not known any more
 * @param bytes of all files
 * @param texts how many of it were used; −1 if none yet
 * @param tokens of those; −1 if not known
 */
public record TextCard(String name, TextFiles files, long bytes, int texts, long tokens) {}

package sulcus.text;

import java.util.Map;

/**
 * A text as the model will see it in calibration.
 *
 * @param text stripped, whole (also where {@code tokens} are cut)
 * @param labels as in {@link Document}
 * @param tokens ids without special tokens
 */
public record CalibrationText(String text, Map<String, String> labels, int[] tokens) {}

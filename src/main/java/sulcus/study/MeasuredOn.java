package sulcus.study;

import java.util.Arrays;
import java.util.Locale;

/** What must stand beside a perplexity so that a reader can tell what it says, in words. */
public final class MeasuredOn {
    private MeasuredOn() {}

    /** How much was predicted: "10 windows of 1,024 tokens". */
    public static String windows(int windows, int window) {
        return String.format(
                Locale.ROOT, windows == 1 ? "%,d window of %,d tokens" : "%,d windows of %,d tokens", windows, window);
    }

    /** On what a study was calibrated: "calibration.jsonl, 14,490 tokens". */
    public static String calibration(Study study) {
        StudyDocument d = study.document();
        return calibration(
                study.textName(), Arrays.stream(d.tokens()).asLongStream().sum());
    }

    /** @param tokens not positive where they are unknown */
    public static String calibration(String text, long tokens) {
        return tokens <= 0 ? text : String.format(Locale.ROOT, "%s, %,d tokens", text, tokens);
    }

    /** The last measurement of a study on a text: "10 windows of 1,024 tokens, calibrated on calibration.jsonl, 14,490 tokens". */
    public static String last(Study study, String text) {
        return study.document().results().stream()
                .filter(r -> r.text().equals(text))
                .reduce((older, newer) -> newer)
                .map(r -> beside(windows(r.windows(), r.window()), calibration(study)))
                .orElse("");
    }

    /** Both, as one line. */
    public static String beside(String windows, String calibration) {
        return windows + ", calibrated on " + calibration;
    }
}

package sulcus.prune;

import java.util.Locale;
import sulcus.task.Refusal;

/** What is done for the output that removed neurons gave. */
public enum Compensation {
    NONE("none"),
    /** Their mean output on the calibration text is added to the down projection's bias. */
    BIAS("bias"),
    /** The down projection of the preserved neurons is fitted anew to the layer's old output, with an intercept. */
    LEAST_SQUARES("least-squares"),
    /** The same, fitted in part to what brings the stream back to the dense model's, so that the errors of earlier layers shrink. */
    FEEDBACK("feedback");

    private final String label;

    Compensation(String label) {
        this.label = label;
    }

    /** As on the command line and in files. */
    public String label() {
        return label;
    }

    /** @throws Refusal if there is none of that label */
    public static Compensation parse(String text) {
        for (Compensation c : values()) {
            if (c.label.equals(text.strip().toLowerCase(Locale.ROOT))) {
                return c;
            }
        }
        throw new Refusal("compensation \"" + text + "\": unknown; give none, bias, least-squares or feedback");
    }
}

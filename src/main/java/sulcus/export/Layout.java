package sulcus.export;

import java.util.Arrays;
import java.util.Locale;
import sulcus.model.Description;
import sulcus.task.Refusal;

/** How a model whose layers keep different numbers of neurons becomes a Hugging Face folder. */
public enum Layout {
    /** Every layer has its own width; a short generated Python file makes transformers load it (trust_remote_code). */
    COMPACT("compact"),
    /** Every layer keeps the same number of neurons: loads everywhere without code. The plan must be uniform already. */
    UNIFORM("uniform"),
    /** Every layer is filled with zeros to the widest: loads everywhere, the same function, a smaller gain. */
    PADDED("padded");

    private final String label;

    Layout(String label) {
        this.label = label;
    }

    /**
     * The layout for a model as it is, which loads without code of its own where its shape allows it.
     *
     * @param biased whether there are biases that only such code has a place for
     */
    public static Layout fitting(Description d, boolean biased) {
        if (d.mlp().experts() != null) {
            return PADDED;
        }
        boolean even = Arrays.stream(d.neurons()).distinct().count() == 1
                && Arrays.stream(d.keyValueHeads()).distinct().count() == 1;
        return even && !biased ? UNIFORM : COMPACT;
    }

    /** As on the command line and in files. */
    public String label() {
        return label;
    }

    /** @throws Refusal if there is none of that label */
    public static Layout parse(String text) {
        for (Layout layout : values()) {
            if (layout.label.equals(text.strip().toLowerCase(Locale.ROOT))) {
                return layout;
            }
        }
        throw new Refusal("layout \"" + text + "\": unknown; give compact, uniform or padded");
    }
}

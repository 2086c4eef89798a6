package sulcus.workbench.mosaic;

import java.util.Locale;
import sulcus.prune.NetworkId;
import sulcus.workbench.study.Figures;
import sulcus.workbench.view.Spot;

/**
 * What is known of the neuron spoken of.
 *
 * @param at where it is
 * @param network it belongs to; null until that is read
 * @param name of the value, such as "z" or "max |z|"
 * @param value of the neuron
 * @param kept whether the cut preserves it
 * @param whole whether its layer is protected
 */
public record ReadOut(Spot at, NetworkId network, String name, float value, boolean kept, boolean whole) {
    /** One line for the status bar. */
    String words() {
        return "layer " + at.layer() + "  ·  neuron " + Figures.count(at.neuron())
                + (network == null ? "" : "  ·  network " + network)
                + "  ·  " + name + " = "
                + String.format(Locale.ROOT, "%.2f", value).replace('-', '−')
                + "  ·  " + (whole ? "kept, layer protected" : kept ? "kept" : "removed");
    }

    /** A header and a line of values, separated by tabs, for a spreadsheet; numbers in full. */
    public String tsv() {
        return String.join("\t", "layer", "neuron", "network", name, "kept") + "\n"
                + String.join(
                        "\t",
                        Integer.toString(at.layer()),
                        Integer.toString(at.neuron()),
                        network == null ? "" : network.toString(),
                        Float.toString(value),
                        kept ? "yes" : "no")
                + "\n";
    }
}

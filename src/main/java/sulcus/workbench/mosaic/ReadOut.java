package sulcus.workbench.mosaic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sulcus.prune.NetworkId;
import sulcus.workbench.study.Figures;
import sulcus.workbench.view.Spot;

/**
 * What is known of the neuron spoken of.
 *
 * @param at where it is
 * @param network where its |z| is largest; null until that is read
 * @param stable whether other starts find it again, as far as is known
 * @param groups of texts that the study has; where there is one alone it is not spoken of
 * @param name of the value, such as "z" or "max |z|"
 * @param value of the neuron in what is shown
 * @param signals its z in its network, one for each decomposed signal; empty until they are read
 * @param kept whether the cut preserves it
 * @param whole whether its layer is protected
 */
public record ReadOut(
        Spot at,
        NetworkId network,
        boolean stable,
        int groups,
        String name,
        float value,
        List<Signal> signals,
        boolean kept,
        boolean whole) {

    /** The z of one of a neuron's signals, such as its gate activation. */
    public record Signal(String name, float z) {}

    /** One line for the status bar. */
    String words() {
        return "layer " + at.layer() + "  ·  neuron " + Figures.count(at.neuron())
                + (network == null ? "" : "  ·  network " + (stable ? "" : "~") + network)
                + (network == null || groups < 2 ? "" : "  ·  group " + network.group())
                + "  ·  " + name + " = " + signed(value)
                + (signals.size() < 2
                        ? ""
                        : signals.stream()
                                .map(s -> s.name() + " " + signed(s.z()))
                                .collect(Collectors.joining(", ", " (", ")")))
                + "  ·  " + (whole ? "kept, layer protected" : kept ? "kept" : "removed");
    }

    private static String signed(float z) {
        return String.format(Locale.ROOT, "%.2f", z).replace('-', '−');
    }

    /** A header and a line of values, separated by tabs, for a spreadsheet; numbers in full. */
    public String tsv() {
        List<String> names = new ArrayList<>(List.of("layer", "neuron", "group", "network", name));
        List<String> values = new ArrayList<>(List.of(
                Integer.toString(at.layer()),
                Integer.toString(at.neuron()),
                network == null ? "" : Integer.toString(network.group()),
                network == null ? "" : network.toString(),
                Float.toString(value)));
        for (Signal signal : signals) {
            names.add("z of " + signal.name());
            values.add(Float.toString(signal.z()));
        }
        names.add("kept");
        values.add(kept ? "yes" : "no");
        return String.join("\t", names) + "\n" + String.join("\t", values) + "\n";
    }
}

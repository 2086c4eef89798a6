package sulcus.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sulcus.study.Sensitivity;
import sulcus.study.Study;
import sulcus.task.Refusal;

/**
 * How the loss answers to removing neurons of each layer alone.
 *
 * @param title over the lines
 * @param shares of a layer's neurons that were removed, ascending
 * @param added [layer][share]: nats a token; a null row is a layer that was not measured
 * @param networks [layer][network]: nats a token that the silence of each network adds; empty rows where that was not
 *     measured
 * @param names [layer][network]
 * @param wholeLayers [layer]: protected when it was measured
 */
public record SensitivityData(
        String title, double[] shares, double[][] added, double[][] networks, String[][] names, boolean[] wholeLayers) {

    /** What a study knows in its own order. */
    public static SensitivityData of(Study study) {
        Sensitivity known = Sensitivity.ofNetworks(study);
        if (known == null) {
            throw new Refusal(study.folder()
                    + ": its sensitivity was not measured yet; run sulcus sensitivity STUDY --text TEXT");
        }
        return of(known);
    }

    /** One measurement. */
    public static SensitivityData of(Sensitivity s) {
        int layers = s.added().length;
        List<List<Sensitivity.Silenced>> silenced = new ArrayList<>();
        for (int l = 0; l < layers; l++) {
            silenced.add(new ArrayList<>());
        }
        s.networks().forEach(n -> silenced.get(n.layer()).add(n));
        double[][] networks = new double[layers][];
        String[][] names = new String[layers][];
        for (int l = 0; l < layers; l++) {
            networks[l] = silenced.get(l).stream()
                    .mapToDouble(Sensitivity.Silenced::added)
                    .toArray();
            names[l] =
                    silenced.get(l).stream().map(Sensitivity.Silenced::network).toArray(String[]::new);
        }
        boolean[] whole = new boolean[layers];
        for (int l : s.wholeLayers()) {
            if (l >= 0 && l < layers) {
                whole[l] = true;
            }
        }
        String title = String.format(
                        Locale.ROOT,
                        "Loss added by each layer alone · %,d tokens of %s · dense %.3f nats",
                        s.tokens(),
                        s.text(),
                        s.denseLoss())
                .replace(',', '\u2009');
        return new SensitivityData(title, s.shares(), s.added(), networks, names, whole);
    }

    public int layers() {
        return added.length;
    }

    /** Whether networks were silenced. */
    public boolean hasNetworks() {
        for (double[] layer : networks) {
            if (layer.length > 0) {
                return true;
            }
        }
        return false;
    }

    /** Of all values the largest, and at least a thousandth of a nat. */
    double highest() {
        double highest = 1e-3;
        for (double[][] rows : List.of(added, networks)) {
            for (double[] row : rows) {
                if (row != null) {
                    for (double value : row) {
                        highest = Math.max(highest, value);
                    }
                }
            }
        }
        return highest;
    }
}

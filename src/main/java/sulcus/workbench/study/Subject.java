package sulcus.workbench.study;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sulcus.decompose.layout.SliceLayout;
import sulcus.prune.Compensation;
import sulcus.prune.Footprint;
import sulcus.prune.NetworkId;
import sulcus.prune.NetworkMaps;
import sulcus.prune.Rules;
import sulcus.study.Study;
import sulcus.study.lab.Stability;

/**
 * What the window works on: a decomposed model, ready to be drawn. Immutable; made on a background thread.
 *
 * @param name of the study, for the title
 * @param model what is said of the model; null for captured activations
 * @param text what is said of the calibration text; null for captured activations
 * @param decomposition what is said of how it was decomposed, in the order in which it is shown
 * @param layout where each neuron lies
 * @param scores [layer][neuron]: max |z| over all networks and groups; a null row is a layer that was not decomposed
 * @param anatomy [layer][neuron]: mean |activation|; rows null as in the scores
 * @param footprint what a neuron costs
 * @param networks the spatial maps
 * @param rules with which the study is opened
 * @param compensation with which the study is opened
 * @param study on disk, for what is read when it is asked for; only on background threads. Null where there is none
 * @param groundwork what follows from all this and takes long to find
 */
public record Subject(
        String name,
        ModelCard model,
        TextCard text,
        List<Fact> decomposition,
        SliceLayout layout,
        float[][] scores,
        float[][] anatomy,
        Footprint footprint,
        Networks networks,
        Rules rules,
        Compensation compensation,
        Study study,
        Groundwork groundwork) {

    /** Does the groundwork. */
    public Subject(
            String name,
            ModelCard model,
            TextCard text,
            List<Fact> decomposition,
            SliceLayout layout,
            float[][] scores,
            float[][] anatomy,
            Footprint footprint,
            Networks networks,
            Rules rules,
            Compensation compensation,
            Study study) {
        this(
                name,
                model,
                text,
                decomposition,
                layout,
                scores,
                anatomy,
                footprint,
                networks,
                rules,
                compensation,
                study,
                Groundwork.of(scores, anatomy, footprint, networks, rules));
    }

    /** One line of what is known: a name and a value. */
    public record Fact(String name, String value) {}

    /** Maps of networks and what is known of each. */
    public interface Networks extends NetworkMaps {
        /** To which network each neuron of a layer belongs. Reads all maps of the layer at the first call. */
        Belonging belonging(int layer);

        /** Share of the layer's variance that each network of a group explains. */
        float[] variance(int layer, int group);

        /** What the signals that were decomposed are called, in the order of the maps, such as activation and up. */
        List<String> signals();
    }

    /**
     * Where the |z| of each neuron of a layer is largest.
     *
     * @param group of texts
     * @param network in that group
     * @param z [signal][neuron]: of each signal in that network, signed
     */
    public record Belonging(int[] group, int[] network, float[][] z) {
        /** The z of the signal where |z| is largest, signed. */
        public float strongest(int neuron) {
            float strongest = 0;
            for (float[] signal : z) {
                if (Math.abs(signal[neuron]) > Math.abs(strongest)) {
                    strongest = signal[neuron];
                }
            }
            return strongest;
        }
    }

    /** Whether the networks were found from several starts, so that each has a stability index. */
    public boolean knowsStability() {
        for (int l = 0; l < layers(); l++) {
            if (networks.components(l, 0) > 0) {
                return networks.stability(l, 0) != null;
            }
        }
        return false;
    }

    /** Whether a network comes back from other starts, under these rules; true where nothing is known of it. */
    public boolean isStable(NetworkId id, Rules under) {
        float[] indices = networks.stability(id.layer(), id.group());
        return indices == null || indices[id.network()] >= Stability.bound(under);
    }

    /** A network's number, with ~ before it where it is unstable under these rules. */
    public String named(NetworkId id, Rules under) {
        return isStable(id, under) ? id.toString() : "~" + id;
    }

    /** The networks that are unstable under these rules. */
    public Set<NetworkId> unstable(Rules under) {
        Set<NetworkId> unstable = new HashSet<>();
        for (int l = 0; l < layers(); l++) {
            for (int group = 0; group < networks.groups(); group++) {
                for (int k = 0; k < networks.components(l, group); k++) {
                    NetworkId id = new NetworkId(l, group, k);
                    if (!isStable(id, under)) {
                        unstable.add(id);
                    }
                }
            }
        }
        return Set.copyOf(unstable);
    }

    public int layers() {
        return footprint.neurons().length;
    }

    public int neurons(int layer) {
        return footprint.neurons()[layer];
    }
}

package sulcus.workbench.study;

import java.util.Map;
import sulcus.decompose.layout.SliceLayout;
import sulcus.prune.Compensation;
import sulcus.prune.Footprint;
import sulcus.prune.NetworkMaps;
import sulcus.prune.Rules;

/**
 * What the window works on: a decomposed model, ready to be drawn. Immutable; made on a background thread.
 *
 * @param name of the study, for the title
 * @param model what is said of the model
 * @param text what is said of the calibration text
 * @param decomposition what is said of how it was decomposed, in the order in which it is shown
 * @param layout where each neuron lies
 * @param scores [layer][neuron]: max |z| over all networks and groups
 * @param anatomy [layer][neuron]: mean |activation|
 * @param footprint what a neuron costs
 * @param networks the spatial maps
 * @param rules with which the study is opened
 * @param compensation with which the study is opened
 */
public record Subject(
        String name,
        ModelCard model,
        TextCard text,
        Map<String, String> decomposition,
        SliceLayout layout,
        float[][] scores,
        float[][] anatomy,
        Footprint footprint,
        Networks networks,
        Rules rules,
        Compensation compensation) {

    /** Maps of networks and what is known of each. */
    public interface Networks extends NetworkMaps {
        /**
         * Which network each neuron of a layer belongs to: where its |z| is largest, over all groups. Slow at the first call
         * for a layer.
         *
         * @return [neuron]: group · K + network
         */
        int[] strongest(int layer);

        /** Share of the layer's variance that each network explains. */
        float[] variance(int layer, int group);
    }

    public int layers() {
        return scores.length;
    }

    public int neurons(int layer) {
        return scores[layer].length;
    }
}

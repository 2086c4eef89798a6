package sulcus.figure;

import java.util.Arrays;
import java.util.Locale;
import sulcus.prune.Plan;
import sulcus.prune.Rules;
import sulcus.prune.score.Scores;
import sulcus.study.Study;

/**
 * What a cut leaves of each layer.
 *
 * @param title over the bars
 * @param kept [layer]: neurons
 * @param neurons [layer]: of the dense model
 * @param scale on which thresholds lie, such as "max |z|"
 * @param thresholds [layer]: score above which neurons are kept
 * @param threshold the model-wide one
 * @param protectedLayers [layer]
 */
public record LayersData(
        String title,
        String scale,
        int[] kept,
        int[] neurons,
        float[] thresholds,
        float threshold,
        boolean[] protectedLayers) {

    /** Under some rules, by a score on the scale of which they lie. */
    public static LayersData of(String name, String scale, Plan plan, Rules rules) {
        int layers = plan.kept().length;
        float[] thresholds = new float[layers];
        boolean[] whole = new boolean[layers];
        for (int l = 0; l < layers; l++) {
            thresholds[l] = rules.layerThresholds().getOrDefault(l, plan.threshold());
            whole[l] = rules.protectedLayers().contains(l);
        }
        long kept = Arrays.stream(plan.kept()).asLongStream().sum();
        long all = Arrays.stream(plan.neurons()).asLongStream().sum();
        String title = String.format(
                        Locale.ROOT,
                        "%s · %,d of %,d neurons kept (%s > %.2f)",
                        name,
                        kept,
                        all,
                        scale,
                        plan.threshold())
                .replace(',', '\u2009');
        return new LayersData(title, scale, plan.kept(), plan.neurons(), thresholds, plan.threshold(), whole);
    }

    static LayersData of(Study study, Rules rules) {
        return of(
                String.valueOf(study.folder().toAbsolutePath().getFileName()),
                Scores.NETWORKS.axis(),
                study.planner().plan(rules),
                rules);
    }

    public int layers() {
        return kept.length;
    }

    /** Share of a layer's neurons that stay: 0 … 1. */
    public double share(int layer) {
        return neurons[layer] == 0 ? 1 : kept[layer] / (double) neurons[layer];
    }
}

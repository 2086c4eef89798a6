package sulcus.figure;

import java.util.Arrays;
import java.util.Locale;
import sulcus.decompose.NeuronMap;
import sulcus.decompose.layout.Families;
import sulcus.prune.NetworkId;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.study.Study;
import sulcus.study.lab.Stability;
import sulcus.task.Refusal;

/** What figures show of a study under some rules. */
public final class StudyFigures {
    private static final String LEGEND = "one cell per neuron · grey: rank of mean |activation|";

    private StudyFigures() {}

    /** Max |z| over all networks. */
    public static MosaicData mosaic(Study study, Rules rules) {
        float[][] values = whole(study, study.scores());
        return mosaic(study, rules, values, null, ColourScale.of(values, "max |z|"), "max |z|");
    }

    /** Each neuron in the colour of the model-wide family of the network where its |z| is largest. */
    public static MosaicData networks(Study study, Rules rules) {
        float[][] values = whole(study, study.scores());
        int[][] codes = new int[study.layers()][];
        FamilyColours palette = colours(study, study.layout().families());
        Families all = new Families(Float.NaN, study.layout().families(), palette.count());
        for (int l = 0; l < codes.length; l++) {
            codes[l] = new int[study.neurons(l)];
            float[] strongest = new float[study.neurons(l)];
            for (int group = 0; group < study.groups(); group++) {
                for (int k = 0; k < study.components(l, group); k++) {
                    NetworkId id = new NetworkId(l, group, k);
                    float[] z = NeuronMap.of(study.map(id), study.neurons(l));
                    for (int j = 0; j < z.length; j++) {
                        if (Math.abs(z[j]) > strongest[j]) {
                            strongest[j] = Math.abs(z[j]);
                            codes[l][j] = palette.code(all, id);
                        }
                    }
                }
            }
        }
        String what = "families of networks" + (palette.unstable().isEmpty() ? "" : ", dimmed: unstable");
        return mosaic(study, rules, values, codes, ColourScale.of(values, "max |z|"), what);
    }

    /**
     * The signed z of one network; other layers show their anatomy only.
     *
     * @param threshold |z| above which a neuron is lit
     */
    public static MosaicData network(Study study, Rules rules, NetworkId id, float threshold, Colours colours) {
        float[][] values = whole(study, new float[study.layers()][]);
        NeuronMap.lay(study.map(id), values[id.layer()]);
        String name = "network " + Stability.named(study, id, study.rules());
        ColourScale scale = scale(study, values[id.layer()], colours);
        return one(study, rules, values, name, "of one network", scale, threshold);
    }

    /** The signed z of a network and of all of its family, in every layer; of several in a layer what is largest. */
    public static MosaicData family(Study study, Rules rules, NetworkId id, float threshold, Colours colours) {
        float[][] values = whole(study, new float[study.layers()][]);
        int[][] families = study.layout().families();
        Families all = new Families(Float.NaN, families, 0);
        int family = id.group() == 0 ? all.of(id.layer(), id.network()) : -1;
        NeuronMap.lay(study.map(id), values[id.layer()]);
        for (int l = 0; l < values.length; l++) {
            for (int k = 0; family >= 0 && k < study.components(l, 0); k++) {
                if (all.of(l, k) == family) {
                    NeuronMap.lay(study.map(new NetworkId(l, 0, k)), values[l]);
                }
            }
        }
        String name = "network " + Stability.named(study, id, study.rules()) + " and its kin";
        ColourScale own = colours.across() ? scale(study, values[id.layer()], colours) : ColourScale.of(values, "z");
        return one(study, rules, values, name, "of the networks of a family", own.in(colours), threshold);
    }

    private static MosaicData one(
            Study study, Rules rules, float[][] values, String name, String whose, ColourScale scale, float threshold) {
        float[] thresholds = new float[study.layers()];
        Arrays.fill(thresholds, threshold);
        return new MosaicData(
                name(study) + " · " + name,
                "signed z " + whose + ", lit where |z| > " + Ticks.number(threshold, 2) + " · " + LEGEND,
                study.layout(),
                values,
                MosaicData.ranks(whole(study, study.anatomy())),
                null,
                scale,
                thresholds,
                threshold,
                locked(study, rules),
                null);
    }

    /**
     * The colours of one network's z, or where all networks share them those of all z.
     *
     * @param z of the network
     */
    public static ColourScale scale(Study study, float[] z, Colours colours) {
        ColourScale scale = colours.across()
                ? ColourScale.of(whole(study, study.scores()), "max |z|")
                        .signed("z")
                        .of("all networks")
                : ColourScale.of(new float[][] {z}, "z").of("this network");
        return scale.in(colours);
    }

    /** How many neurons have which max |z|. */
    public static HistogramData histogram(Study study, Rules rules) {
        float[][] values = study.scores();
        if (Arrays.stream(values).allMatch(layer -> layer == null)) {
            throw new Refusal(study.folder() + ": has no decomposed layer; decompose again");
        }
        Plan plan = study.planner().plan(rules);
        return HistogramData.of(
                        name(study) + " · max |z| of all neurons",
                        values,
                        ColourScale.of(whole(study, values), "max |z|"))
                .at(
                        plan.threshold(),
                        Arrays.stream(plan.kept()).asLongStream().sum(),
                        study.footprint().allNeurons(),
                        locked(study, rules));
    }

    /** Max |z| over all networks, with what a method preserves lit; the study must have its scores. */
    static MosaicData mosaic(Study study, Score method, Rules rules) {
        if (method == Scores.NETWORKS) {
            return mosaic(study, rules);
        }
        MosaicData strongest = mosaic(study, study.rules());
        Planner planner = study.planner(method);
        Plan plan = planner.plan(rules);
        float[] nothing = new float[study.layers()];
        Arrays.fill(nothing, -1);
        return new MosaicData(
                strongest.title(),
                String.format(
                                Locale.ROOT,
                                "%,d of %,d neurons kept by %s · %s",
                                Arrays.stream(plan.kept()).asLongStream().sum(),
                                study.footprint().allNeurons(),
                                method.title(),
                                LEGEND)
                        .replace(',', '\u2009'),
                strongest.layout(),
                strongest.values(),
                strongest.anatomy(),
                null,
                strongest.scale(),
                nothing,
                -1,
                locked(study, rules),
                Preserved.of(planner, rules, plan));
    }

    private static MosaicData mosaic(
            Study study, Rules rules, float[][] values, int[][] families, ColourScale scale, String what) {
        Plan plan = study.planner().plan(rules);
        float[] thresholds = new float[study.layers()];
        for (int l = 0; l < thresholds.length; l++) {
            thresholds[l] = rules.layerThresholds().getOrDefault(l, plan.threshold());
        }
        String caption = String.format(
                Locale.ROOT,
                "%,d of %,d neurons kept (max |z| > %.2f) · %s",
                Arrays.stream(plan.kept()).asLongStream().sum(),
                study.footprint().allNeurons(),
                plan.threshold(),
                LEGEND);
        return new MosaicData(
                name(study) + " · " + what,
                caption.replace(',', '\u2009'),
                study.layout(),
                values,
                MosaicData.ranks(whole(study, study.anatomy())),
                families,
                families == null ? null : colours(study, study.layout().families()),
                scale.of("all networks"),
                thresholds,
                plan.threshold(),
                locked(study, rules),
                Preserved.of(study.planner(), rules, plan));
    }

    /** The colours of a study's families, with those that its user chose; pale for unstable networks. */
    static FamilyColours colours(Study study, int[][] families) {
        return FamilyColours.of(families, FamilyColours.chosen(study.document().networks()))
                .fading(Stability.unstable(study, study.rules()));
    }

    private static boolean[] locked(Study study, Rules rules) {
        boolean[] locked = new boolean[study.layers()];
        for (int l = 0; l < locked.length; l++) {
            locked[l] = rules.protectedLayers().contains(l);
        }
        return locked;
    }

    /** Rows of layers that were not decomposed become zeros. */
    private static float[][] whole(Study study, float[][] rows) {
        float[][] values = new float[study.layers()][];
        for (int l = 0; l < values.length; l++) {
            values[l] = rows[l] == null ? new float[study.neurons(l)] : rows[l];
        }
        return values;
    }

    /** The model's folder or file, without its ending. */
    private static String name(Study study) {
        String path = study.document().model().path();
        if (path == null) {
            return study.folder().getFileName().toString();
        }
        String name = path.substring(path.replaceAll("/+$", "").lastIndexOf('/') + 1);
        return name.endsWith(".gguf") ? name.substring(0, name.length() - 5) : name;
    }
}

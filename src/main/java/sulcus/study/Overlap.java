package sulcus.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.format.AtomicFile;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;

/**
 * How alike the sets are that methods preserve at the same ratio: intersection over union, over the neurons of all layers that are
 * not protected.
 *
 * @param neurons share of all MLP neurons that each removes
 * @param methods those whose scores the study has
 * @param iou [method][method], 0 … 1
 * @param chance what two sets of that size drawn at random have in expectation, k / (2 − k) with the kept share k
 * @param missing methods whose scores the study does not have
 */
public record Overlap(double neurons, List<Score> methods, double[][] iou, double chance, List<Score> missing) {

    /** Of all scores that a study has on the texts it was decomposed with. */
    public static Overlap of(Study study, double neurons) {
        Map<Score, Planner> planners = new LinkedHashMap<>();
        List<Score> missing = new ArrayList<>();
        for (Score method : Scores.ALL) {
            Planner planner = study.planner(method);
            if (planner == null) {
                missing.add(method);
            } else {
                planners.put(method, planner);
            }
        }
        return of(study, planners, neurons, missing);
    }

    /** @param planners of the methods to compare */
    public static Overlap of(Study study, Map<Score, Planner> planners, double neurons, List<Score> missing) {
        List<Plan> plans = planners.values().stream()
                .map(planner -> planner.plan(Comparison.rules(study, neurons)))
                .toList();
        double[][] iou = new double[plans.size()][plans.size()];
        for (int a = 0; a < iou.length; a++) {
            for (int b = 0; b < iou.length; b++) {
                iou[a][b] = iou(study, plans.get(a), plans.get(b));
            }
        }
        double kept = plans.isEmpty() ? 1 : kept(study, plans.getFirst());
        return new Overlap(neurons, List.copyOf(planners.keySet()), iou, kept / (2 - kept), List.copyOf(missing));
    }

    /** As CSV: ratio, both methods by their labels, intersection over union, and what chance gives. */
    public static void write(Path file, List<Overlap> all) {
        StringBuilder text = new StringBuilder("neurons,first,second,iou,chance\n");
        for (Overlap one : all) {
            for (int a = 0; a < one.iou.length; a++) {
                for (int b = 0; b < one.iou.length; b++) {
                    text.append(one.neurons)
                            .append(',')
                            .append(one.methods.get(a).label())
                            .append(',')
                            .append(one.methods.get(b).label())
                            .append(',')
                            .append(one.iou[a][b])
                            .append(',')
                            .append(one.chance)
                            .append('\n');
                }
            }
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static double iou(Study study, Plan a, Plan b) {
        long both = 0;
        long either = 0;
        for (int layer : open(study)) {
            BitSet and = (BitSet) a.preserved()[layer].clone();
            and.and(b.preserved()[layer]);
            BitSet or = (BitSet) a.preserved()[layer].clone();
            or.or(b.preserved()[layer]);
            both += and.cardinality();
            either += or.cardinality();
        }
        return either == 0 ? 1 : both / (double) either;
    }

    private static double kept(Study study, Plan plan) {
        long kept = 0;
        long all = 0;
        for (int layer : open(study)) {
            kept += plan.preserved()[layer].cardinality();
            all += study.neurons(layer);
        }
        return all == 0 ? 1 : kept / (double) all;
    }

    private static List<Integer> open(Study study) {
        List<Integer> open = new ArrayList<>();
        for (int layer = 0; layer < study.layers(); layer++) {
            if (!study.rules().protectedLayers().contains(layer)) {
                open.add(layer);
            }
        }
        return open;
    }
}

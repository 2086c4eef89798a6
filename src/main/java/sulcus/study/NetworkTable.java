package sulcus.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sulcus.decompose.NeuronMap;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.study.StudyDocument.NetworkNote;
import sulcus.task.Progress;

/** All networks of a study as rows. */
public final class NetworkTable {
    private static final int TOP = 5;

    private NetworkTable() {}

    /** Every network, by layer, group and share of variance. Reads all maps and time courses once: layers × K × (M + T) values. */
    public static List<NetworkFacts> of(Study study, Progress progress) {
        List<NetworkFacts> rows = new ArrayList<>();
        Rules rules = study.rules();
        Map<String, NetworkNote> notes = study.document().networks();
        Map<NetworkId, Selectivity> answers = new HashMap<>();
        for (int group = 0; group < study.groups(); group++) {
            answers.putAll(Selectivity.strongest(study, group, Progress.NONE));
        }
        TopTokens[] tops = new TopTokens[study.groups()];
        for (int group = 0; group < tops.length; group++) {
            progress.report("tokens", 0);
            tops[group] = new TopTokens(TokenStrings.of(study, group));
        }
        for (int layer = 0; layer < study.layers(); layer++) {
            progress.report("networks of layer " + layer, layer / (double) study.layers());
            for (int group = 0; group < study.groups(); group++) {
                if (study.components(layer, group) == 0) {
                    continue;
                }
                int here = layer;
                int of = group;
                float[] variance = study.variance(layer, group);
                float[] stability = study.stability(layer, group);
                TopTokens top = tops[group];
                study.maps(layer, group, (k, map) -> {
                    progress.check();
                    NetworkId id = new NetworkId(here, of, k);
                    NeuronMap.Extent extent = NeuronMap.extent(
                            map, study.neurons(here), rules.networkThresholds().getOrDefault(id, Rules.KEY_NEURON));
                    rows.add(new NetworkFacts(
                            id,
                            variance[k],
                            stability == null ? Float.NaN : stability[k],
                            extent.peak(),
                            extent.keys(),
                            rules.networkThresholds().getOrDefault(id, Float.NaN),
                            top.of(NetworkProfile.standardized(study.timeCourse(id)), TOP).stream()
                                    .map(NetworkProfile.TopToken::text)
                                    .toList(),
                            answers.get(id),
                            rules.networks().getOrDefault(id, Decision.UNDECIDED),
                            notes.getOrDefault(id.toString(), NetworkNote.NONE)));
                });
            }
        }
        return rows;
    }

    /**
     * Takes over what was said in a table made elsewhere: labels, colours, notes, decisions and thresholds of the networks in
     * it; all others stay as they are. Either all rows hold or nothing changes.
     */
    public static void apply(Study study, List<NetworkCsv.Said> table, String source) {
        Rules rules = study.rules();
        for (NetworkCsv.Said row : table) {
            study.variance(row.id().layer(), row.id().group());
            study.map(row.id());
            if (row.decision() != null) {
                rules = rules.withNetwork(row.id(), row.decision());
            }
            if (row.threshold() != null) {
                rules = rules.withNetworkThreshold(row.id(), row.threshold().isNaN() ? null : row.threshold());
            }
        }
        study.change(document -> {
            StudyDocument changed = document;
            for (NetworkCsv.Said row : table) {
                changed = changed.withNote(
                        row.id(),
                        row.over(document.networks().getOrDefault(row.id().toString(), NetworkNote.NONE)));
            }
            return changed;
        });
        if (!rules.equals(study.rules())) {
            study.decide(rules, "threshold", Map.of("table", source));
        }
    }
}

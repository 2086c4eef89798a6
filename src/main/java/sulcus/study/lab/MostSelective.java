package sulcus.study.lab;

import java.util.Comparator;
import java.util.List;
import sulcus.prune.NetworkId;
import sulcus.study.Selectivity;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** The networks that answer most to a kind of text. */
public final class MostSelective {
    private MostSelective() {}

    /**
     * The {@code count} networks of all layers with the largest |effect| among the stable ones (all, where the study has one start
     * and so no indices), q at most 0.05.
     *
     * @throws Refusal if no text has that value, or there are fewer such networks
     */
    public static List<NetworkId> of(Study study, String label, String value, int count, Progress progress) {
        List<Selectivity> all = Selectivity.of(study, 0, label, progress);
        if (all.stream().noneMatch(s -> s.value().equals(value))) {
            throw new Refusal(study.folder() + ": no text has " + label + " \"" + value + "\"; there are "
                    + String.join(
                            ", ",
                            all.stream()
                                    .map(Selectivity::value)
                                    .distinct()
                                    .sorted()
                                    .toList()));
        }
        List<NetworkId> found = all.stream()
                .filter(s -> s.value().equals(value) && s.q() <= 0.05 && Stability.isStable(study, s.network()))
                .sorted(Comparator.comparingDouble(s -> -Math.abs(s.effect())))
                .limit(count)
                .map(Selectivity::network)
                .toList();
        if (found.size() < count) {
            throw new Refusal(study.folder() + ": " + found.size() + " stable networks answer to " + label + " \""
                    + value + "\", not " + count + "; ask for fewer");
        }
        return found;
    }
}

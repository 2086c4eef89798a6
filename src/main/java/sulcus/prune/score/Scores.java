package sulcus.prune.score;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sulcus.task.Refusal;

/** All scores there are. */
public final class Scores {
    /** The study's own. */
    public static final Score NETWORKS = new FunctionalNetworks();

    /** Of the weights alone: for where nothing is known of the text. */
    public static final Score MAGNITUDE = new Magnitude();

    /** In the order in which they are offered. */
    public static final List<Score> ALL = List.of(
            NETWORKS,
            new WandaSp(),
            new Flap(),
            new SurgeonOrder(),
            new GreedySurgeon(),
            new NetworksAndSurgeon(),
            MAGNITUDE,
            new RandomScore());

    private Scores() {}

    /** @throws Refusal if there is none of that label */
    public static Score parse(String label) {
        if (Selective.isLabel(label.strip())) {
            return Selective.parse(label);
        }
        String wanted = label.strip().toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(s -> s.label().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Refusal("method \"" + label + "\": unknown; give one of "
                        + ALL.stream().map(Score::label).collect(Collectors.joining(", "))
                        + ", or selective:LABEL=VALUE"));
    }
}

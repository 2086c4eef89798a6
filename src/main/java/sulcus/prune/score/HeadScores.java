package sulcus.prune.score;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import sulcus.task.Refusal;

/** All scores of groups of heads. */
public final class HeadScores {
    /** In the order in which they are offered. */
    public static final List<HeadScore> ALL = List.of(
            NetworkHeads.Z_SCORED,
            NetworkHeads.CONTRIBUTIONS,
            new WandaHeads(),
            new FlapHeads(),
            new SurgeonHeads(),
            new MagnitudeHeads(),
            new RandomHeads());

    private HeadScores() {}

    /** @throws Refusal if there is none of that label */
    public static HeadScore parse(String label) {
        String wanted = label.strip().toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(s -> s.label().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Refusal("method of heads \"" + label + "\": unknown; give one of "
                        + ALL.stream().map(HeadScore::label).collect(Collectors.joining(", "))));
    }
}

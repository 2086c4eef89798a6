package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.study.RulesRecord;

class RulesChangeTest {
    private static final Rules FIRST = new Rules(new Target.Threshold(2.3f), Map.of(), Map.of(), Set.of(0, 5), 8, 1);

    private static String change(Rules before, Rules after) {
        return RulesChange.words(RulesRecord.of(before), RulesRecord.of(after));
    }

    @Test
    void theFirstStepSaysAll() {
        assertThat(RulesChange.words(null, RulesRecord.of(FIRST))).isEqualTo("threshold 2.30; protected layers 0, 5");
        assertThat(RulesChange.words(null, null)).isEmpty();
    }

    @Test
    void laterStepsSayWhatIsDifferent() {
        assertThat(change(FIRST, FIRST)).isEmpty();
        assertThat(change(FIRST, FIRST.withTarget(new Target.Neurons(0.25))))
                .isEqualTo("threshold 2.30 → 25.0\u00a0% of neurons removed");
        assertThat(change(FIRST, FIRST.withLayerThreshold(3, 1.5f))).isEqualTo("layer 3 1.50");
        assertThat(change(FIRST.withLayerThreshold(3, 1.5f), FIRST)).isEqualTo("layer 3 as the rest");
        assertThat(change(FIRST, FIRST.withNetwork(new NetworkId(2, 0, 7), Decision.DROP)))
                .isEqualTo("network 2.7 drop");
    }

    @Test
    void manyAreCounted() {
        Rules many = FIRST;
        for (int k = 0; k < 12; k++) {
            many = many.withNetwork(new NetworkId(1, 0, k), Decision.PRESERVE);
        }
        assertThat(change(FIRST, many)).isEqualTo("12 networks");
    }
}

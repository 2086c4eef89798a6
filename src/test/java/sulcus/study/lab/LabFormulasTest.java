package sulcus.study.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sulcus.prune.NetworkId;
import sulcus.run.LayerSignals;

/** Formulas of recurrence and fingerprints against values worked out by hand. */
class LabFormulasTest {
    private static double rho(float[] a, float[] b) {
        return Spearman.rho(Spearman.ranks(a, 0, a.length), Spearman.ranks(b, 0, b.length));
    }

    /** Ranks 1, 2.5, 2.5, 4, 6, 5 and 2, 1, 4, 4, 4, 6: Σ(x − 3.5)(y − 3.5) = 11, Σ(x − 3.5)² = 17, Σ(y − 3.5)² = 15.5. */
    @Test
    void equalValuesHaveTheMeanOfTheirRanks() {
        assertThat(rho(new float[] {1, 2, 2, 3, 5, 4}, new float[] {2, 1, 4, 4, 4, 7}))
                .isCloseTo(11 / Math.sqrt(17 * 15.5), within(1e-6));
        assertThat(rho(new float[] {1, 2, 3, 4}, new float[] {1, 10, 100, 1000}))
                .isCloseTo(1, within(1e-6));
        assertThat(rho(new float[] {1, 2, 3, 4}, new float[] {5, 2, -1, -7})).isCloseTo(-1, within(1e-6));
        assertThat(rho(new float[] {1, 2, 3, 4}, new float[] {5, 5, 5, 5})).isZero();
    }

    @Test
    void anIntersectionOverUnionIsOverNeurons() {
        // three neurons with two signals each: |z| above 2 are 0 (first signal), 2 (second); and 2 (first), 1 (second)
        BitSet a = KeyNeurons.of(new float[] {-3, 0, 1, 0, 1, 2.5f}, 3, 2);
        BitSet b = KeyNeurons.of(new float[] {0, 1, 9, 0, -4, 0}, 3, 2);
        assertThat(a.stream()).containsExactly(0, 2);
        assertThat(b.stream()).containsExactly(1, 2);
        assertThat(KeyNeurons.iou(a, b)).isEqualTo(1 / 3f);
        assertThat(KeyNeurons.iou(a, a)).isEqualTo(1);
        assertThat(KeyNeurons.iou(new BitSet(), new BitSet())).isZero();
    }

    @Test
    void partnersAreOneToOneTheMostAlikeFirst() {
        // 0 and 1 both want 1; 1 gets it, and 0 what is left; for 2 none is left
        assertThat(OneToOne.of(new double[][] {{0.2, 0.8}, {0.7, 0.9}, {0.1, 0.6}}))
                .containsExactly(0, 1, -1);
    }

    @Test
    void shiftedSignalsKeepTheirValuesInOrder() {
        int tokens = 50;
        int neurons = 7;
        float[] values = new float[tokens * neurons];
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        LayerSignals signals =
                new LayerSignals(2, 0, tokens, neurons, new int[] {tokens}, values, values, null, null, null);
        LayerSignals shifted = ShiftedSignals.of(signals, 11);
        int[] offsets = new int[2 * neurons];
        for (int j = 0; j < 2 * neurons; j++) {
            float[] moved = j < neurons ? shifted.activation() : shifted.up();
            int column = j % neurons;
            int offset = 0;
            while (values[offset * neurons + column] != moved[column]) {
                offset++;
            }
            offsets[j] = offset;
            for (int t = 0; t < tokens; t++) {
                assertThat(moved[t * neurons + column]).isEqualTo(values[(t + offset) % tokens * neurons + column]);
            }
        }
        assertThat(Arrays.stream(offsets).distinct().count())
                .as("offsets are drawn one by one")
                .isGreaterThan(7);
        assertThat(shifted.product()).isNull();
        assertThat(ShiftedSignals.of(signals, 11).activation()).isEqualTo(shifted.activation());
    }

    /** Two texts of kind 0 with two copies each, one of kind 1; templates of 5 and 6 key neurons share their chance, one of 9 not. */
    @Test
    void chanceIsThatOfTheSameKindAndAboutTheSameSize() {
        Pool pool = new Pool(2, new int[] {0, 0, 1});
        Tally five = tally(5, new float[][] {{0.1f, 0.3f}, {0, 0}, {0.9f, 0.9f}});
        Tally six = tally(6, new float[][] {{0, 0.25f}, {0.1f, 0}, {0, 0}});
        Tally nine = tally(9, new float[][] {{1, 1}, {1, 1}, {1, 1}});
        pool.add(five);
        pool.add(six);
        pool.add(nine);
        // of the eight copies two lie above 0.2, and one at 0.3 or above
        assertThat(pool.rates(5, 0.2)).containsExactly(3 / 9f, 3 / 5f);
        assertThat(pool.rates(6, 0.2)).containsExactly(3 / 9f, 3 / 5f);
        assertThat(pool.rates(9, 0.2)).containsExactly(1, 1);
        Recurrence.Template template = five.template(pool, 0.2);
        assertThat(template.pIou()).containsExactly(2 / 9f, 2 / 9f, 3 / 5f);
        assertThat(template.chanceFound()).isEqualTo(3);
    }

    private static Tally tally(int keys, float[][] chance) {
        Tally tally = new Tally(new NetworkId(0, 0, keys), keys, chance.length, 2);
        for (int text = 0; text < chance.length; text++) {
            tally.put(text, -1, 0.3f, 0.3f, 1);
            for (int copy = 0; copy < 2; copy++) {
                tally.put(text, copy, chance[text][copy], 0, 0);
            }
        }
        return tally;
    }

    /** 1 − Σ over 0, 1 and 2 of C(10, k) 0.03^k 0.97^(10 − k). */
    @Test
    void asManyTextsAsChanceGives() {
        assertThat(Recurrence.asMany(10, 3, 0.03)).isCloseTo(0.0027649494514754816, within(1e-12));
        assertThat(Recurrence.asMany(10, 0, 0.03)).isEqualTo(1);
        assertThat(Recurrence.asMany(4, 4, 1)).isEqualTo(1);
    }
}

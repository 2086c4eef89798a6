package sulcus.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.FamilyFixtures;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.WeightId;
import sulcus.model.Weights;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;

/** Some columns of some rows are those of the whole weight, in whatever it is read through. */
class WeightBlocksTest {
    private static void blocksAreThoseOf(Model model) {
        Random random = new Random(5);
        Weights weights = model.weights();
        for (WeightId id : model.ids()) {
            float[] whole = weights.read(id);
            int rows = weights.rows(id);
            int columns = weights.columns(id);
            for (int n = 0; n < 6; n++) {
                int from = random.nextInt(rows);
                int to = from + 1 + random.nextInt(rows - from);
                int left = n == 0 ? 0 : random.nextInt(columns);
                int right = n == 0 ? columns : left + 1 + random.nextInt(columns - left);
                float[] block = new float[(to - from) * (right - left)];
                weights.readBlock(id, from, to, left, right, MemorySegment.ofArray(block));
                float[] expected = new float[block.length];
                for (int row = from; row < to; row++) {
                    System.arraycopy(
                            whole, row * columns + left, expected, (row - from) * (right - left), right - left);
                }
                assertThat(block)
                        .as(id + " " + from + ":" + to + ", " + left + ":" + right)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixtral", "qwen2-moe", "llama4", "glm4", "bloom", "granite"})
    void ofWholePrunedMaskedAndPaddedModels(String name) throws URISyntaxException {
        try (Model dense = Model.open(FamilyFixtures.folder(name))) {
            Description d = dense.description();
            BitSet[] sets = new BitSet[d.layers()];
            Random random = new Random(6);
            for (int layer = 0; layer < sets.length; layer++) {
                sets[layer] = new BitSet();
                for (int j = 0; j < d.neurons()[layer]; j++) {
                    // the last layer loses none
                    sets[layer].set(j, layer == sets.length - 1 || random.nextInt(3) > 0);
                }
            }
            Pruning pruning = Pruning.of(new Plan(Float.NaN, d.neurons(), sets));
            Model cut = pruning.apply(dense);
            Model wide = dense.with(d, new PaddedWeights(cut.weights(), cut.description(), d));
            for (Model model : new Model[] {dense, cut, pruning.masked(dense), wide}) {
                blocksAreThoseOf(model);
            }
        }
    }
}

package sulcus.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.net.URISyntaxException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.FamilyFixtures;
import sulcus.model.Model;
import sulcus.model.WeightId;
import sulcus.model.Weights;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;

/** Mixtures of experts: the neurons of all experts of a layer are its neurons. */
class MixtureTest {
    private static final int[] TEXT = new Random(3).ints(24, 0, 61).toArray();

    private static Model open(String name) throws URISyntaxException {
        return Model.open(FamilyFixtures.folder(name));
    }

    /** About half of the neurons, none of layer 0's first expert. */
    private static Plan plan(Model model) {
        int[] neurons = model.description().neurons();
        BitSet[] sets = new BitSet[neurons.length];
        Random random = new Random(4);
        for (int layer = 0; layer < sets.length; layer++) {
            sets[layer] = new BitSet();
            for (int j = 0; j < neurons[layer]; j++) {
                sets[layer].set(j, random.nextBoolean());
            }
        }
        if (model.description().routed(0)) {
            sets[0].clear(0, model.description().expertWidths(0)[0]);
        }
        return new Plan(Float.NaN, neurons, sets);
    }

    private static float[] logits(Model model, Gates gates) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return runner.logits(TEXT, gates);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixtral", "qwen2-moe", "qwen3-moe", "olmoe"})
    void expertsThatLoseNeuronsComputeWhatTheMaskedOnesCompute(String name) throws URISyntaxException {
        try (Model model = open(name)) {
            Pruning pruning = Pruning.of(plan(model));
            float[] gated = logits(model, pruning.gates());
            assertThat(logits(pruning.apply(model), Gates.OPEN))
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(gated);
            assertThat(logits(pruning.masked(model), Gates.OPEN))
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(gated);
            assertThat(RunnerTest.maximumDifference(gated, logits(model, Gates.OPEN)))
                    .isGreaterThan(0.1f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixtral", "qwen2-moe"})
    void tokensPassTheExpertsTheyChoseAndNoOthers(String name) throws URISyntaxException {
        try (Model model = open(name);
                Runner runner = Runner.open(model, Device.CPU)) {
            int[] widths = model.description().expertWidths(0);
            Capture product = runner.capture(TEXT, 0, 0).get("layer.0.mlp_down_input");
            int all = model.description().neurons()[0];
            for (int t = 0; t < TEXT.length; t++) {
                int passed = 0;
                int first = t * all;
                for (int width : widths) {
                    boolean any = false;
                    for (int j = first; j < first + width; j++) {
                        any |= product.values()[j] != 0;
                    }
                    passed += any ? 1 : 0;
                    first += width;
                }
                assertThat(passed).isEqualTo(widths.length > 4 ? 3 : 2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixtral", "qwen2-moe"})
    void trainingComputesWhatTheResidentModelComputes(String name) throws URISyntaxException {
        try (Model model = open(name);
                NDManager manager = Place.manager(ai.djl.Device.cpu());
                Forward forward = new Forward(model.description(), manager)) {
            Map<WeightId, NDArray> tensors = new HashMap<>();
            Weights weights = model.weights();
            for (WeightId id : model.ids()) {
                Shape shape = weights.columns(id) == 1
                        ? new Shape(weights.rows(id))
                        : new Shape(weights.rows(id), weights.columns(id));
                tensors.put(id, manager.create(weights.read(id), shape));
            }
            NDArray ids = manager.create(TEXT).toType(ai.djl.ndarray.types.DataType.INT64, false);
            float[] logits =
                    forward.logits(ids, new int[] {TEXT.length}, tensors, true).toFloatArray();
            assertThat(logits).usingComparatorWithPrecision(1e-4f).containsExactly(logits(model, Gates.OPEN));
        }
    }

    /** Single tokens after a cache, in which most experts have nothing to do. */
    @ParameterizedTest
    @ValueSource(strings = {"mixtral", "qwen2-moe"})
    void textsContinueTokenByToken(String name) throws URISyntaxException {
        try (Model model = open(name);
                Runner runner = Runner.open(model, Device.CPU)) {
            int[] made = runner.generate(TEXT, 4, -1, Gates.OPEN, token -> {});
            int[] text = TEXT;
            for (int token : made) {
                float[] logits = runner.logits(text, Gates.OPEN);
                int best = 0;
                int last = (text.length - 1) * 61;
                for (int i = 0; i < 61; i++) {
                    best = logits[last + i] > logits[last + best] ? i : best;
                }
                assertThat(token).isEqualTo(best);
                text = java.util.Arrays.copyOf(text, text.length + 1);
                text[text.length - 1] = token;
            }
        }
    }
}

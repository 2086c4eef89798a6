package sulcus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sulcus.model.Model;
import sulcus.task.Cancelled;

class LayerVariantsTest {
    private static final int[] TEXT = Toys.text(23, 5);

    /** Two masks a layer, none in the layer before the last. */
    private static List<float[]> masks(Model model, int layer) {
        List<float[]> masks = new ArrayList<>();
        Random random = new Random(layer);
        for (int v = 0; v < (layer == model.description().layers() - 2 ? 0 : 2); v++) {
            float[] mask = new float[model.description().neurons()[layer]];
            for (int j = 0; j < mask.length; j++) {
                mask[j] = random.nextBoolean() ? 1 : 0;
            }
            masks.add(mask);
        }
        return masks;
    }

    private static void compare(Model model) {
        int layers = model.description().layers();
        try (Runner runner = Runner.open(model, Device.CPU)) {
            List<String> seen = new ArrayList<>();
            float[] dense = runner.variants(TEXT, layer -> masks(model, layer), (layer, variant, losses) -> {
                seen.add(layer + "." + variant);
                float[][] factor = new float[layers][];
                factor[layer] = masks(model, layer).get(variant);
                float[] alone = runner.losses(TEXT, new Gates(factor, null));
                assertThat(losses).hasSize(TEXT.length - 1);
                for (int t = 0; t < alone.length; t++) {
                    assertThat(losses[t]).as(layer + "." + variant).isCloseTo(alone[t], within(1e-5f));
                }
            });
            assertThat(seen).containsExactly("0.0", "0.1", "2.0", "2.1");
            assertThat(dense).containsExactly(runner.losses(TEXT, Gates.OPEN));
        }
    }

    @Test
    void everyVariantHasTheLossesOfTheWholeModelRunWithThatMask() {
        compare(Toys.model());
    }

    @Test
    void capsOffsetsAndTiedEmbeddingsAreFollowed() {
        compare(MemoryWeights.llama(Toys.capped(), 8, 0.3, false));
    }

    @Test
    void aListenerBreaksThePassOff() {
        Model model = Toys.model();
        try (Runner runner = Runner.open(model, Device.CPU)) {
            assertThatThrownBy(() -> runner.variants(TEXT, layer -> masks(model, layer), (layer, variant, losses) -> {
                        throw new Cancelled();
                    }))
                    .isInstanceOf(Cancelled.class);
            assertThat(runner.losses(TEXT, Gates.OPEN)).hasSize(TEXT.length - 1);
        }
    }
}

package sulcus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.FamilyFixtures;
import sulcus.format.SafetensorsFile;
import sulcus.format.TensorInfo;
import sulcus.model.Families;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Tiny models of each family against what Hugging Face transformers computed for them. */
class ArchitecturesTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("sulcus.shared", "../shared"), "oracle", "architectures");

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3-rope", "mistral", "qwen2", "gpt2"})
    void everyFamilyComputesWhatTransformersComputes(String name) {
        compare(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen3", "phi3", "gemma2", "gpt_neox", "opt"})
    void familiesThatAreReadComputeWhatTransformersComputes(String type) {
        assumeTrue(Families.of(type).isPresent(), "folders of the family " + type + " are not read yet");
        compare(type.replace('_', '-'));
    }

    @ParameterizedTest
    @MethodSource("sulcus.FamilyFixtures#all")
    void familiesOfTheProjectComputeWhatTransformersComputes(String name) throws URISyntaxException {
        compare(name, FamilyFixtures.folder(name));
    }

    /** Granite multiplies what is added to the stream; what a projection would have to give is told without that. */
    @Test
    void whatIsMissingIsWhatTheProjectionWouldHaveToGive() throws URISyntaxException {
        Path folder = FamilyFixtures.folder("granite");
        try (Model model = Model.open(folder)) {
            int hidden = model.description().hiddenSize();
            Sweep.walk(
                    model,
                    List.of(List.of(new int[] {3, 17, 5, 21})),
                    Device.CPU,
                    model.description().layers() - 1,
                    new Sweep.Visitor() {
                        @Override
                        public Sweep.Wanted wanted(int layer) {
                            return new Sweep.Wanted(false, false, true, true);
                        }

                        @Override
                        public void visit(LayerSignals s) {
                            float[] down = model.weights().read(WeightId.weight(Slot.DOWN, s.layer()));
                            for (int t = 0; t < s.tokens(); t++) {
                                for (int i = 0; i < hidden; i++) {
                                    double given = 0;
                                    for (int j = 0; j < s.neurons(); j++) {
                                        given += down[i * s.neurons() + j] * s.product()[t * s.neurons() + j];
                                    }
                                    assertThat((double) s.missing()[t * hidden + i])
                                            .isCloseTo(given, within(1e-4));
                                }
                            }
                        }
                    },
                    Progress.NONE);
        }
    }

    /** Positions, windows, chunks and biases behind a cache of keys are those of a whole pass. */
    @ParameterizedTest
    @ValueSource(strings = {"llama4", "bloom", "smollm3", "gemma3", "cohere2"})
    void tokensMadeWithACacheAreThoseOfWholePasses(String name) throws URISyntaxException {
        Path folder = FamilyFixtures.folder(name);
        try (Model model = Model.open(folder);
                Runner runner = Runner.open(model, Device.CPU)) {
            int[] prompt = {3, 17, 5, 21, 9, 40, 8};
            int[] made = runner.generate(prompt, 14, -1, Gates.OPEN, token -> {});
            assertThat(made).hasSize(14);
            int[] all =
                    IntStream.concat(IntStream.of(prompt), IntStream.of(made)).toArray();
            float[] logits = runner.logits(all, Gates.OPEN);
            int width = logits.length / all.length;
            for (int i = 0; i < made.length; i++) {
                int row = (prompt.length + i - 1) * width;
                int most = IntStream.range(0, width)
                        .reduce((a, b) -> logits[row + b] > logits[row + a] ? b : a)
                        .orElseThrow();
                assertThat(made[i]).as("token " + i).isEqualTo(most);
            }
        }
    }

    @Test
    void textsBeyondTheLearnedPositionsAreRefused() {
        Path folder = FOLDER.resolve("opt");
        assumeTrue(Files.isDirectory(folder), folder + " is not there: nothing to run");
        try (Model model = Model.open(folder);
                Runner runner = Runner.open(model, Device.CPU)) {
            assertThat(runner.losses(new int[128], Gates.OPEN)).hasSize(127);
            assertThatThrownBy(() -> runner.losses(new int[129], Gates.OPEN))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("128 positions");
            assertThatThrownBy(() -> runner.generate(new int[126], 5, -1, Gates.OPEN, token -> {}))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("128 positions");
        }
    }

    private static void compare(String name) {
        Path folder = FOLDER.resolve(name);
        assumeTrue(Files.isDirectory(folder), folder + " is not there: nothing to compare with");
        compare(name, folder);
    }

    private static void compare(String name, Path folder) {
        try (SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"));
                Model model = Model.open(folder);
                Runner runner = Runner.open(model, Device.CPU)) {
            int[] ids = ids(expected);
            Map<String, Capture> captures =
                    runner.capture(ids, 0, model.description().layers() - 1);
            for (TensorInfo tensor : expected.tensors().values()) {
                if (tensor.name().equals("logits") || tensor.name().startsWith("layer.")) {
                    assertThat(captures).as(name).containsKey(tensor.name());
                    close(
                            name + " " + tensor.name(),
                            captures.get(tensor.name()),
                            tensor.shape(),
                            read(expected, tensor));
                }
            }
            float[] losses = runner.losses(ids, Gates.OPEN);
            double mean = IntStream.range(0, losses.length)
                    .mapToDouble(i -> losses[i])
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(read(expected, expected.tensor("mean_token_loss"))[0], within(2e-4));
            sweep(name, model, ids, captures);
        }
    }

    /** The sweep takes another way through the same forward. */
    private static void sweep(String name, Model model, int[] ids, Map<String, Capture> captures) {
        Sweep.walk(
                model,
                List.of(List.of(ids, ids)),
                Device.CPU,
                model.description().layers() - 1,
                new Sweep.Visitor() {
                    @Override
                    public Sweep.Wanted wanted(int layer) {
                        return new Sweep.Wanted(false, false, true);
                    }

                    @Override
                    public void visit(LayerSignals s) {
                        float[] once = captures.get("layer." + s.layer() + ".mlp_down_input")
                                .values();
                        for (int i = 0; i < 2 * once.length; i++) {
                            assertThat(s.product()[i])
                                    .as(name + " layer " + s.layer())
                                    .isCloseTo(once[i % once.length], within(1e-4f));
                        }
                    }
                },
                Progress.NONE);
    }

    private static int[] ids(SafetensorsFile file) {
        MemorySegment bytes = file.bytes(file.tensor("input_ids"));
        ValueLayout.OfLong layout = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        return IntStream.range(0, (int) bytes.byteSize() / 8)
                .map(i -> (int) bytes.get(layout, i * 8L))
                .toArray();
    }

    private static float[] read(SafetensorsFile file, TensorInfo tensor) {
        float[] values = new float[(int) tensor.elements()];
        file.readFloats(tensor, 0, values.length, MemorySegment.ofArray(values));
        return values;
    }

    private static void close(String name, Capture capture, long[] shape, float[] expected) {
        assertThat(capture.shape()).as(name).containsExactly(shape);
        for (int i = 0; i < expected.length; i++) {
            assertThat(capture.values()[i])
                    .as(name + " value " + i)
                    .isCloseTo(expected[i], within(Math.abs(expected[i]) > 10 ? 1e-3f : 2e-4f));
        }
    }
}

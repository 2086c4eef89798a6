package sulcus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sulcus.FamilyFixtures;
import sulcus.export.Destination;
import sulcus.export.Layout;
import sulcus.export.TinyFolder;
import sulcus.export.TinyTokenizer;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.TensorInfo;
import sulcus.model.Model;
import sulcus.prune.HeadPlan;
import sulcus.prune.Plan;
import sulcus.prune.PreservedSet;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.text.Tokenizer;

/**
 * transformers loads every layout that was written, without a key too many or too few, computes the same logits and continues a
 * prompt with the same text. In its present major version, and in the one before it where SULCUS_PYTHON_4 names a Python that has it.
 */
class TransformersTest {
    private static final int TOKENS = 64;
    private static final int LAYERS = 3;
    private static final int HIDDEN = 32;
    private static final int NEURONS = 56;
    private static final Path SHARED = Path.of(System.getProperty("sulcus.shared", "../shared"));
    private static final Path SMOLLM2 = SHARED.resolve("models/SmolLM2-135M-Instruct");
    private static final Path ORACLE = SHARED.resolve("oracle/smollm2/scores.safetensors");

    @TempDir
    Path folder;

    private enum Version {
        PRESENT,
        FOUR;

        String interpreter() {
            return this == PRESENT ? PythonClient.interpreter() : System.getenv("SULCUS_PYTHON_4");
        }
    }

    private static BitSet set(int from, int to) {
        BitSet set = new BitSet();
        set.set(from, to);
        return set;
    }

    private Path written(Path source, Plan plan, float[][] biases, Layout layout, String name) {
        Path out = folder.resolve(name);
        try (Model dense = Model.open(source)) {
            new Destination.Folder(out, layout, ElementType.F32)
                    .write(dense, new Pruning(plan, biases, null), Map.of(), null, Device.CPU, Progress.NONE);
        }
        return out;
    }

    private List<Path> tiny() throws Exception {
        Map<String, Map<String, Object>> configs =
                Map.of("llama", TinyFolder.llama(), "qwen2", TinyFolder.qwen2(), "gpt2", TinyFolder.gpt2());
        List<Path> folders = new ArrayList<>();
        for (String family : configs.keySet()) {
            Path source = TinyFolder.write(folder.resolve(family), configs.get(family), ElementType.F32, null);
            TinyTokenizer.write(source);
            Plan even = TinyFolder.plan(24, 24, 24);
            Plan uneven = TinyFolder.plan(40, 23, 9);
            folders.add(written(source, even, null, Layout.UNIFORM, family + "-uniform"));
            folders.add(written(source, uneven, TinyFolder.biases(), Layout.COMPACT, family + "-compact"));
            folders.add(written(source, uneven, TinyFolder.biases(), Layout.PADDED, family + "-padded"));
        }
        HeadPlan heads = new HeadPlan(new int[] {2, 2, 2}, new BitSet[] {set(0, 2), set(1, 2), set(0, 2)});
        folders.add(written(
                folder.resolve("llama"),
                TinyFolder.plan(40, 23, 9).withHeads(heads),
                TinyFolder.biases(),
                Layout.COMPACT,
                "llama-heads"));
        return folders;
    }

    private static float[] tensor(SafetensorsFile file, String name) {
        TensorInfo tensor = file.tensors().get(name);
        float[] values = new float[(int) tensor.elements()];
        file.readFloats(tensor, 0, values.length, MemorySegment.ofArray(values));
        return values;
    }

    private void loads(Version version, List<Path> folders, int[] prompt, boolean texts) throws Exception {
        String ids = Arrays.stream(prompt).mapToObj(Integer::toString).collect(Collectors.joining(","));
        List<Object> arguments = new ArrayList<>(List.of(folder, TOKENS, ids));
        arguments.addAll(folders);
        String said = PythonClient.script(version.interpreter(), "transformers_loads.py", arguments.toArray());
        String[] lines = said.split("\n");
        assertThat(lines).hasSameSizeAs(folders.toArray());
        for (int i = 0; i < lines.length; i++) {
            Path written = folders.get(i);
            String[] words = lines[i].split(" ", 3);
            assertThat(words[0]).isEqualTo(written.getFileName().toString());
            assertThat(words[1].startsWith("Pruned"))
                    .as(lines[i])
                    .isEqualTo(Files.exists(written.resolve("sulcus.json"))
                            && Files.readString(written.resolve("config.json")).contains("auto_map"));
            try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(words[0] + ".safetensors"));
                    Model model = Model.open(written);
                    Runner runner = Runner.open(model, Device.CPU);
                    Tokenizer tokenizer = Tokenizer.open(written)) {
                assertThat(tensor(file, "logits"))
                        .as(words[0])
                        .usingComparatorWithPrecision(1e-3f)
                        .containsExactly(runner.logits(prompt, Gates.OPEN));
                int most = Math.min(TOKENS, model.description().maximumPositions() - prompt.length);
                int[] ours = runner.generate(prompt, most, -1, Gates.OPEN, token -> {});
                float[] made = tensor(file, "made");
                int[] theirs = new int[made.length];
                for (int j = 0; j < theirs.length; j++) {
                    theirs[j] = (int) made[j];
                }
                assertThat(theirs).as(words[0]).containsExactly(ours);
                // the tiny vocabularies lack tokens that the families' tokenizer classes add by themselves
                if (texts) {
                    assertThat(new ObjectMapper().readValue(words[2], String.class))
                            .as(words[0])
                            .isEqualTo(tokenizer.decode(ours));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void smallModelsOfEveryLayout(Version version) throws Exception {
        needs(version);
        loads(version, tiny(), new int[] {3, 17, 5, 21}, false);
    }

    /** The fixtures of {@code src/test/python/families.py}; transformers 4.49 does not know all of these families. */
    @Test
    void familiesOfTheProjectOfEveryLayout() throws Exception {
        needs(Version.PRESENT);
        BitSet[] even = {set(0, 24), set(8, 32), set(30, 54)};
        BitSet[] uneven = {set(3, 43), set(20, 56), set(0, 9)};
        float[][] biases = new float[LAYERS][HIDDEN];
        for (float[] bias : biases) {
            Arrays.fill(bias, 0.25f);
        }
        List<Path> folders = new ArrayList<>();
        for (String name : FamilyFixtures.DENSE) {
            Path fixture = FamilyFixtures.folder(name);
            // BLOOM's MLP is four times as wide as its stream, always
            int width = name.equals("bloom") ? 4 * HIDDEN : NEURONS;
            int[] neurons = {width, width, width};
            Path source = Files.createDirectory(folder.resolve(name));
            for (String file : List.of("config.json", "model.safetensors")) {
                Files.copy(fixture.resolve(file), source.resolve(file));
            }
            TinyTokenizer.write(source);
            if (!name.equals("bloom")) {
                folders.add(
                        written(source, new Plan(Float.NaN, neurons, even), null, Layout.UNIFORM, name + "-uniform"));
            }
            Plan plan = new Plan(Float.NaN, neurons, uneven);
            folders.add(written(source, plan, biases, Layout.COMPACT, name + "-compact"));
            folders.add(written(source, new Plan(Float.NaN, neurons, uneven), null, Layout.PADDED, name + "-padded"));
        }
        loads(Version.PRESENT, folders, new int[] {3, 17, 5, 21}, false);
    }

    /** Experts that keep different numbers of neurons, one of them none; transformers 4.49 does not know Qwen 3's and Llama 4's. */
    @ParameterizedTest
    @EnumSource
    void mixturesOfExpertsPadded(Version version) throws Exception {
        needs(version);
        List<Path> folders = new ArrayList<>();
        List<String> names = version == Version.FOUR
                ? List.of("mixtral", "qwen2-moe", "olmoe")
                : List.of("mixtral", "qwen2-moe", "qwen3-moe", "olmoe", "llama4");
        for (String name : names) {
            Path fixture = FamilyFixtures.folder(name);
            Path source = Files.createDirectory(folder.resolve(name));
            for (String file : List.of("config.json", "model.safetensors")) {
                Files.copy(fixture.resolve(file), source.resolve(file));
            }
            TinyTokenizer.write(source);
            BitSet[] sets = new BitSet[LAYERS];
            int[] neurons;
            try (Model dense = Model.open(source)) {
                neurons = dense.description().neurons();
                for (int layer = 0; layer < LAYERS; layer++) {
                    sets[layer] = set(dense.description().expertWidths(layer)[0], neurons[layer]);
                    sets[layer].set(3, 17 - layer);
                    sets[layer].clear(30, 43 + layer);
                }
                if (dense.description().routed(0)) {
                    sets[0].clear(0, dense.description().expertWidths(0)[0]);
                }
            }
            folders.add(written(source, new Plan(Float.NaN, neurons, sets), null, Layout.PADDED, name + "-padded"));
        }
        loads(version, folders, new int[] {3, 17, 5, 21}, false);
    }

    private static void needs(Version version) throws Exception {
        assumeTrue(version.interpreter() != null, "passed over: SULCUS_PYTHON_4 names no Python with transformers 4");
        PythonClient.needs(version.interpreter(), "torch, transformers, safetensors.torch");
    }

    @ParameterizedTest
    @EnumSource
    void smolLm2OfEveryLayout(Version version) throws Exception {
        needs(version);
        assumeTrue(Files.exists(SMOLLM2), "passed over: " + SMOLLM2 + " is not there");
        Plan plan;
        try (Model dense = Model.open(SMOLLM2)) {
            plan = PreservedSet.read(
                    ORACLE + ":kept.functional_networks.0.3",
                    dense.description().neurons());
        }
        int[] widths = new int[plan.kept().length];
        Arrays.fill(widths, 1024);
        BitSet[] first = new BitSet[widths.length];
        Arrays.fill(first, set(0, 1024));
        List<Path> folders = List.of(
                written(SMOLLM2, plan, null, Layout.COMPACT, "compact"),
                written(SMOLLM2, plan, null, Layout.PADDED, "padded"),
                written(SMOLLM2, new Plan(Float.NaN, plan.neurons(), first), null, Layout.UNIFORM, "uniform"));
        loads(version, folders, new int[] {504, 3575, 282, 4649}, true);
    }
}

package sulcus.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sulcus.format.ElementType;
import sulcus.format.GgufFile;
import sulcus.format.TensorInfo;
import sulcus.model.Description.Position.Rotary;
import sulcus.model.Model;
import sulcus.prune.HeadPlan;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Tokenizer;

class GgufExportTest {
    @TempDir
    Path folder;

    private int sources;

    private Path source(Map<String, Object> config) throws IOException {
        Path source = TinyFolder.write(folder.resolve("source" + sources++), config, ElementType.F32, null);
        TinyTokenizer.write(source);
        return source;
    }

    private Exported export(Path source, Pruning pruning, Layout layout, GgufType type, String name) {
        try (Model dense = Model.open(source)) {
            Destination to = new Destination.Gguf(folder.resolve(name), layout, type);
            to.check(dense);
            return to.write(dense, pruning, Map.of("method", "test"), null, Device.CPU, Progress.NONE);
        }
    }

    private static Pruning whole(Path source) {
        try (Model model = Model.open(source)) {
            return Pruning.of(Plan.whole(model.description().neurons()));
        }
    }

    private static Map<String, Object> config(String family) {
        return switch (family) {
            case "qwen2" -> TinyFolder.qwen2();
            case "gpt2" -> TinyFolder.gpt2();
            default -> TinyFolder.llama();
        };
    }

    @ParameterizedTest
    @CsvSource({"llama,false,llama", "llama,true,deci", "qwen2,false,qwen2", "qwen2,true,deci", "gpt2,false,gpt2"})
    void aModelComesBackWithItsTokenizer(String family, boolean uneven, String architecture) throws IOException {
        Path source = source(config(family));
        Pruning pruning = uneven
                ? new Pruning(TinyFolder.plan(40, 23, 9), TinyFolder.biases(), null)
                : Pruning.of(TinyFolder.plan(24, 24, 24));
        Exported exported = export(source, pruning, Layout.COMPACT, null, "out.gguf");
        assertThat(exported.maximumLogitDifference()).isLessThan(1e-4);
        assertThat(exported.widths()).containsExactly(uneven ? new int[] {40, 23, 9} : new int[] {24, 24, 24});
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("source0", "out.gguf");
        }
        try (GgufFile file = GgufFile.open(exported.out());
                Model model = Model.open(exported.out());
                Tokenizer before = Tokenizer.open(source);
                Tokenizer after = Tokenizer.open(exported.out())) {
            assertThat(file.string("general.architecture")).isEqualTo(architecture);
            assertThat(file.string("sulcus.pruning")).contains("\"method\"", "\"kept\"");
            assertThat(file.string("tokenizer.ggml.pre")).isEqualTo("smollm");
            assertThat(file.list("tokenizer.ggml.tokens", String.class))
                    .hasSize(29)
                    .endsWith("<|end|>", "[PAD28]");
            assertThat(model.description().neurons()).containsExactly(exported.widths());
            assertThat(model.parameters()).isEqualTo(exported.size().parameters());
            assertThat(model.weightBytes()).isEqualTo(exported.size().bytes());
            assertThat(after.encode("cabbage 12<|end|>")).isEqualTo(before.encode("cabbage 12<|end|>"));
            assertThat(after.endOfText()).isEqualTo(27);
            assertThat(after.chatTemplate()).isEqualTo(TinyTokenizer.TEMPLATE);
        }
    }

    @Test
    void layersOfUnequalNumbersOfHeadsComeBack() throws IOException {
        Path source = source(TinyFolder.llama());
        BitSet one = new BitSet();
        one.set(1);
        BitSet both = new BitSet();
        both.set(0, 2);
        HeadPlan heads = new HeadPlan(new int[] {2, 2, 2}, new BitSet[] {both, one, both});
        Plan plan = Plan.whole(new int[] {40, 40, 40}).withHeads(heads);
        Exported exported = export(source, Pruning.of(plan), Layout.COMPACT, null, "heads.gguf");
        assertThat(exported.maximumLogitDifference()).isLessThan(1e-4);
        try (Model model = Model.open(exported.out())) {
            assertThat(model.description().keyValueHeads()).containsExactly(2, 1, 2);
            assertThat(model.description().groupSize()).isEqualTo(2);
        }
    }

    /** Rows of 64 fill blocks of 32, but none of 256. */
    @ParameterizedTest
    @EnumSource(GgufType.class)
    void everyTypeSaysWhatItsBlocksSay(GgufType type) throws IOException {
        Map<String, Object> config = TinyFolder.llama();
        config.put("hidden_size", 64);
        config.put("intermediate_size", 256);
        Path source = source(config);
        Exported exported = export(source, whole(source), Layout.COMPACT, type, "typed.gguf");
        assertThat(exported.maximumLogitDifference()).isLessThan(1e-4);
        assertThat(exported.roundingDifference() == 0).isEqualTo(type == GgufType.F32);
        try (GgufFile file = GgufFile.open(exported.out())) {
            assertThat(file.number("general.file_type")).isEqualTo((long) type.number());
            assertThat(file.tensors().get("blk.1.ffn_down.weight").type())
                    .isEqualTo(type == GgufType.Q4_K_M ? ElementType.Q4_K : type.most());
            assertThat(file.tensors().get("blk.1.ffn_up.weight").type())
                    .isEqualTo(type == GgufType.Q4_K_M ? ElementType.Q5_0 : type.most());
            assertThat(file.tensors().get("output_norm.weight").type()).isEqualTo(ElementType.F32);
        }
        assertThat(exported.notices().isEmpty()).isEqualTo(type != GgufType.Q4_K_M);
    }

    private static final Set<String> OF_EVERY_FILE =
            Set.of("general.architecture", "general.type", "general.name", "general.file_type");

    /** A card as people write them, and one as Sulcus writes what has no name of its own in a card. */
    private static final Map<String, Map<String, Object>> CARDS = Map.of(
            """
            ---
            library_name: transformers
            license: apache-2.0
            license_link: 'https://example.org/it''s'
            language:
            - en
            - "de"
            tags: [chat, small model]  # two
            base_model:
              - someone/Base-135M
            datasets: [other/texts]
            organization: "Some One"
            version: 2.10
            model-index:
            - name: x
              results: []
            ---
            license: mit
            """,
            Map.ofEntries(
                    Map.entry("general.license", "apache-2.0"),
                    Map.entry("general.license.link", "https://example.org/it's"),
                    Map.entry("general.languages", List.of("en", "de")),
                    Map.entry("general.tags", List.of("chat", "small model")),
                    Map.entry("general.organization", "Some One"),
                    Map.entry("general.version", "2.10"),
                    Map.entry("general.base_model.count", 1L),
                    Map.entry("general.base_model.0.name", "Base-135M"),
                    Map.entry("general.base_model.0.organization", "someone"),
                    Map.entry("general.base_model.0.repo_url", "https://huggingface.co/someone/Base-135M"),
                    Map.entry("general.dataset.count", 1L),
                    Map.entry("general.dataset.0.name", "texts"),
                    Map.entry("general.dataset.0.organization", "other"),
                    Map.entry("general.dataset.0.repo_url", "https://huggingface.co/other/texts")),
            """
            ---
            finetune: "Instruct"
            basename: "tiny"
            size_label: "9K"
            base_model: "this/itself"
            gguf: {"general.quantized_by":"me","general.sampling.temp":0.7,"general.base_model.count":2,            "general.file_type":99,"general.architecture":"evil","tokenizer.ggml.model":"evil","general.flag":true}
            ---
            """,
            Map.of(
                    "general.finetune",
                    "Instruct",
                    "general.basename",
                    "tiny",
                    "general.size_label",
                    "9K",
                    "general.quantized_by",
                    "me",
                    "general.sampling.temp",
                    0.7f,
                    "general.base_model.count",
                    2L,
                    "general.flag",
                    true));

    @Test
    void thereAndBackAndThereIsTheSameFile() throws IOException {
        for (String card : CARDS.keySet()) {
            thereAndBack(card, CARDS.get(card));
        }
    }

    private void thereAndBack(String card, Map<String, Object> said) throws IOException {
        Path source = source(TinyFolder.llama());
        Files.writeString(source.resolve("README.md"), card);
        Exported first = export(source, whole(source), Layout.COMPACT, null, "first" + sources + ".gguf");
        Path between = folder.resolve("between" + sources);
        try (Model model = Model.open(first.out())) {
            new Destination.Folder(between, Layout.UNIFORM, null)
                    .write(model, whole(first.out()), Map.of(), null, Device.CPU, Progress.NONE);
        }
        Exported second = export(between, whole(between), Layout.COMPACT, null, "second" + sources + ".gguf");
        try (GgufFile a = GgufFile.open(first.out());
                GgufFile b = GgufFile.open(second.out())) {
            Map<String, Object> general = new TreeMap<>(a.metadata());
            general.keySet().removeIf(key -> !key.startsWith("general.") || OF_EVERY_FILE.contains(key));
            assertThat(general).isEqualTo(new TreeMap<>(said));
            assertThat(a.string("general.architecture")).isEqualTo("llama");
            assertThat(new ArrayList<>(b.metadata().keySet()))
                    .containsExactlyElementsOf(a.metadata().keySet());
            a.metadata()
                    .forEach((key, value) ->
                            assertThat(b.metadata().get(key)).as(key).isEqualTo(value));
            assertThat(b.tensors().keySet())
                    .containsExactlyElementsOf(a.tensors().keySet());
            for (TensorInfo tensor : a.tensors().values()) {
                assertThat(values(b, tensor.name())).as(tensor.name()).isEqualTo(values(a, tensor.name()));
            }
        }
    }

    private static float[] values(GgufFile file, String name) {
        TensorInfo tensor = file.tensors().get(name);
        float[] values = new float[(int) tensor.elements()];
        file.readFloats(tensor, 0, values.length, MemorySegment.ofArray(values));
        return values;
    }

    @Test
    void scaledRotaryFrequenciesComeBack() throws IOException {
        for (Map<String, Object> scaling : List.of(
                Map.<String, Object>of("rope_type", "linear", "factor", 4.0),
                Map.<String, Object>of(
                        "rope_type",
                        "llama3",
                        "factor",
                        8.0,
                        "low_freq_factor",
                        1.0,
                        "high_freq_factor",
                        4.0,
                        "original_max_position_embeddings",
                        32))) {
            Map<String, Object> config = TinyFolder.llama();
            config.put("head_dim", 8);
            config.put("rope_theta", 500_000.0);
            config.put("rope_scaling", scaling);
            Path source = source(config);
            Exported exported = export(source, whole(source), Layout.COMPACT, null, scaling.get("rope_type") + ".gguf");
            try (Model before = Model.open(source);
                    Model after = Model.open(exported.out())) {
                double[] wanted = ((Rotary) before.description().position()).inverseFrequencies();
                double[] found = ((Rotary) after.description().position()).inverseFrequencies();
                for (int i = 0; i < wanted.length; i++) {
                    assertThat(found[i]).isCloseTo(wanted[i], within(1e-6 * wanted[i]));
                }
            }
        }
    }

    @Test
    void aModelOfAnotherSizeIsNotLabelledWithTheOld() throws IOException {
        Path source = source(TinyFolder.llama());
        Files.writeString(source.resolve("README.md"), "---\nlicense: mit\nsize_label: 9K\n---\n");
        Exported exported =
                export(source, Pruning.of(TinyFolder.plan(24, 24, 24)), Layout.COMPACT, null, "smaller.gguf");
        try (GgufFile file = GgufFile.open(exported.out())) {
            assertThat(file.string("general.license")).isEqualTo("mit");
            assertThat(file.metadata()).doesNotContainKey("general.size_label");
        }
    }

    private void refused(Path source, Pruning pruning, Layout layout, String name, String... parts) {
        assertThatThrownBy(() -> export(source, pruning, layout, null, name))
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll(parts);
        assertThat(folder.resolve(name)).doesNotExist();
    }

    @Test
    void whatLlamaCppCannotSayIsRefusedBeforeTheWork() throws IOException {
        Path gpt2 = source(TinyFolder.gpt2());
        Pruning uneven = Pruning.of(TinyFolder.plan(40, 23, 9));
        refused(gpt2, uneven, Layout.COMPACT, "a.gguf", "gpt2", "--layout uniform");
        assertThat(export(gpt2, uneven, Layout.PADDED, null, "padded.gguf").widths())
                .containsOnly(40);
        refused(gpt2, whole(gpt2), Layout.COMPACT, "a.bin", ".gguf");
        Map<String, Object> opt = TinyFolder.llama();
        opt.put("hidden_act", "gelu");
        Path other = source(opt);
        refused(other, whole(other), Layout.COMPACT, "b.gguf", "activation", "Hugging Face folder");
        Files.writeString(
                other.resolve("config.json"),
                Files.readString(other.resolve("config.json")).replace("\"gelu\"", "\"silu\""));
        Files.writeString(
                other.resolve("tokenizer.json"),
                Files.readString(other.resolve("tokenizer.json")).replace("N}+", "N}{7}"));
        refused(other, whole(other), Layout.COMPACT, "c.gguf", "tokenizer.json", "how it cuts words");
        Files.delete(other.resolve("tokenizer.json"));
        refused(other, whole(other), Layout.COMPACT, "d.gguf", "tokenizer.json", "copy it");
    }
}

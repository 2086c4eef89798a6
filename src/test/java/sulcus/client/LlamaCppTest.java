package sulcus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sulcus.cli.CommandLineRun;
import sulcus.export.Destination;
import sulcus.export.Layout;
import sulcus.export.TinyFolder;
import sulcus.export.TinyTokenizer;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.prune.HeadPlan;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.text.Tokenizer;
import sulcus.text.TokenizerFiles;

/** llama.cpp (by xllamacpp) and gguf-py load what was written, and llama.cpp continues a prompt as Sulcus does. */
class LlamaCppTest {
    private static final Path SHARED = Path.of(System.getProperty("sulcus.shared", "../shared"));
    private static final Path SMOLLM2 = SHARED.resolve("models/SmolLM2-135M-Instruct");
    private static final Path VALID = SHARED.resolve("text/wikitext-2/valid.txt");
    private static final int TOKENS = 32;

    /** "The capital of France" in SmolLM2's vocabulary. */
    private static final int[] SMOLLM2_PROMPT = {504, 3575, 282, 4649};

    static final int[] TINY_PROMPT = {3, 17, 5, 21};

    @TempDir
    Path folder;

    private Path written(Object... words) throws Exception {
        Path out = folder.resolve("model.gguf");
        CommandLineRun run = CommandLineRun.of(Stream.concat(Arrays.stream(words), Stream.of("--out", out, "-q"))
                .toArray());
        assertThat(run.status()).as(run.err()).isZero();
        return out;
    }

    private static int[] ours(Path file, int[] prompt) {
        try (Model model = Model.open(file);
                Runner runner = Runner.open(model, Device.CPU)) {
            return runner.generate(prompt, TOKENS, -1, Gates.OPEN, token -> {});
        }
    }

    /** Of each made token, given those before it. */
    private static double[] logProbabilities(Path file, int[] prompt, int[] made) {
        int[] all = IntStream.concat(Arrays.stream(prompt), Arrays.stream(made)).toArray();
        try (Model model = Model.open(file);
                Runner runner = Runner.open(model, Device.CPU)) {
            float[] logits = runner.logits(all, Gates.OPEN);
            int width = logits.length / all.length;
            double[] logs = new double[made.length];
            for (int i = 0; i < made.length; i++) {
                int row = (prompt.length + i - 1) * width;
                double most = Double.NEGATIVE_INFINITY;
                for (int j = 0; j < width; j++) {
                    most = Math.max(most, logits[row + j]);
                }
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    sum += Math.exp(logits[row + j] - most);
                }
                logs[i] = logits[row + made[i]] - most - Math.log(sum);
            }
            return logs;
        }
    }

    /** llama.cpp ends at the end of text, so that it may make fewer. */
    static void continuesAsSulcusDoes(Path file, int[] prompt, double precision) throws Exception {
        continuesAsSulcusDoes(file, prompt, TOKENS, precision);
    }

    static void continuesAsSulcusDoes(Path file, int[] prompt, int tokens, double precision) throws Exception {
        Object[] arguments = Stream.concat(
                        Stream.of(file, tokens), Arrays.stream(prompt).boxed())
                .toArray();
        String[] lines = PythonClient.script("llama_greedy.py", arguments).split("\n");
        int[] theirs =
                Arrays.stream(lines[0].split(" ")).mapToInt(Integer::parseInt).toArray();
        double[] logs = Arrays.stream(lines[1].split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        int[] ours = ours(file, prompt);
        assertThat(theirs.length).isBetween(1, tokens);
        assertThat(theirs).containsExactly(Arrays.copyOf(ours, theirs.length));
        double[] expected = logProbabilities(file, prompt, theirs);
        for (int i = 0; i < logs.length; i++) {
            assertThat(logs[i]).as("log-probability of token " + i).isCloseTo(expected[i], within(precision));
        }
    }

    static void ggufPyReadsIt(Path file, String architecture) throws Exception {
        String[] facts = PythonClient.script("gguf_facts.py", file).split(" ");
        double sum = 0;
        int tensors = 0;
        try (sulcus.format.GgufFile gguf = sulcus.format.GgufFile.open(file)) {
            for (var tensor : gguf.tensors().values()) {
                float[] values = new float[(int) tensor.elements()];
                gguf.readFloats(tensor, 0, values.length, java.lang.foreign.MemorySegment.ofArray(values));
                for (float value : values) {
                    sum += value;
                }
                tensors++;
            }
        }
        assertThat(facts[0]).isEqualTo(architecture);
        assertThat(Integer.parseInt(facts[1])).isEqualTo(tensors);
        assertThat(Double.parseDouble(facts[2])).isCloseTo(sum, within(1e-6 * Math.abs(sum) + 1e-3));
    }

    private Path tiny(Map<String, Object> config, Pruning pruning, String name) throws Exception {
        Path source = folder.resolve("source");
        if (!Files.exists(source)) {
            TinyFolder.write(source, config, ElementType.F32, null);
            TinyTokenizer.write(source);
        }
        Path out = folder.resolve(name);
        try (Model dense = Model.open(source)) {
            Pruning what =
                    pruning == null ? Pruning.of(Plan.whole(dense.description().neurons())) : pruning;
            new Destination.Gguf(out, Layout.COMPACT, null)
                    .write(dense, what, Map.of(), null, Device.CPU, Progress.NONE);
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"llama,llama", "qwen2,qwen2", "gpt2,gpt2"})
    void smallModelsLoadDenseAndPruned(String family, String architecture) throws Exception {
        PythonClient.needs("xllamacpp, gguf");
        Map<String, Object> config = switch (family) {
            case "qwen2" -> TinyFolder.qwen2();
            case "gpt2" -> TinyFolder.gpt2();
            default -> TinyFolder.llama();
        };
        if (family.equals("gemma3_text")) {
            config.put("sliding_window", 6);
            config.put("head_dim", 4);
            config.put("query_pre_attn_scalar", 4);
        }
        Path dense = tiny(config, null, "dense.gguf");
        ggufPyReadsIt(dense, architecture);
        // llama.cpp looks GELU up in a table of float16
        double precision = family.equals("gpt2") ? 0.02 : 1e-3;
        continuesAsSulcusDoes(dense, TINY_PROMPT, precision);
        if (family.equals("gpt2")) {
            Path narrow = tiny(config, Pruning.of(TinyFolder.plan(24, 24, 24)), "narrow.gguf");
            continuesAsSulcusDoes(narrow, TINY_PROMPT, precision);
            return;
        }
        BitSet one = new BitSet();
        one.set(1);
        BitSet both = new BitSet();
        both.set(0, 2);
        Plan plan =
                TinyFolder.plan(40, 23, 9).withHeads(new HeadPlan(new int[] {2, 2, 2}, new BitSet[] {both, one, both}));
        Path pruned = tiny(config, new Pruning(plan, TinyFolder.biases(), null), "pruned.gguf");
        ggufPyReadsIt(pruned, "deci");
        continuesAsSulcusDoes(pruned, TINY_PROMPT, 1e-3);
    }

    /** A tokenizer.json without scores leaves as one with; llama.cpp then cuts as SentencePiece does. */
    @Test
    void sentencePieceVocabulariesCutAsBefore() throws Exception {
        PythonClient.needs("xllamacpp, gguf");
        Path source = folder.resolve("pieces");
        Map<String, Object> config = TinyFolder.llama();
        config.put("vocab_size", 800L);
        TinyFolder.write(source, config, ElementType.F32, null);
        Path pieces = Path.of(
                getClass().getResource("/sulcus/text/sentencepiece.gguf").toURI());
        for (Map.Entry<String, byte[]> file : TokenizerFiles.of(pieces).entrySet()) {
            Files.write(source.resolve(file.getKey()), file.getValue());
        }
        JsonNode cases = new ObjectMapper()
                .readTree(Path.of(getClass()
                                .getResource("/sulcus/text/sentencepiece.json")
                                .toURI())
                        .toFile());
        List<String> texts =
                cases.valueStream().map(c -> c.get("text").textValue()).toList();
        Path asked = folder.resolve("texts.json");
        new ObjectMapper().writeValue(asked.toFile(), texts);

        Path gguf = written("convert", source);

        JsonNode theirs = new ObjectMapper().readTree(PythonClient.script("llama_tokens.py", gguf, asked));
        try (Tokenizer ours = Tokenizer.open(gguf)) {
            for (int i = 0; i < texts.size(); i++) {
                assertThat(theirs.get(i))
                        .as(texts.get(i))
                        .isEqualTo(cases.get(i).get("ids"));
                assertThat(ours.encode(texts.get(i)))
                        .as(texts.get(i))
                        .containsExactly(cases.get(i)
                                .get("ids")
                                .valueStream()
                                .mapToInt(JsonNode::asInt)
                                .toArray());
            }
        }
    }

    @Test
    void theBundledSampleGoesThereWithItsTokenizer() throws Exception {
        PythonClient.needs("xllamacpp, gguf");
        Path gguf = written("convert", Path.of("sample-data", "model"), "--dtype", "float32");
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("sample-data", "text", "held-out.jsonl"))) {
            texts.add(new ObjectMapper().readTree(line).get("text").textValue());
        }
        Path asked = folder.resolve("texts.json");
        new ObjectMapper().writeValue(asked.toFile(), texts);
        JsonNode theirs = new ObjectMapper().readTree(PythonClient.script("llama_tokens.py", gguf, asked));
        try (Tokenizer ours = Tokenizer.open(Path.of("sample-data", "model"))) {
            for (int i = 0; i < texts.size(); i++) {
                assertThat(ours.encode(texts.get(i)))
                        .as(texts.get(i))
                        .containsExactly(theirs.get(i)
                                .valueStream()
                                .mapToInt(JsonNode::asInt)
                                .toArray());
            }
            int[] prompt = ours.encode(texts.getFirst().substring(0, 12));
            continuesAsSulcusDoes(gguf, prompt, 1e-3);
            Files.delete(gguf);
            // a study of its own: pruning one is a step in its history
            Path study = folder.resolve("study");
            CommandLineRun made = CommandLineRun.of(
                    "decompose",
                    Path.of("sample-data", "model"),
                    "--text",
                    Path.of("sample-data", "text", "calibration.jsonl"),
                    "--texts",
                    7,
                    "--components",
                    8,
                    "--out",
                    study,
                    "-q");
            assertThat(made.status()).as(made.err()).isZero();
            Path pruned = written(
                    "prune", study, "--neurons", 0.2, "--compensate", "bias", "--format", "gguf", "--dtype", "float32");
            ggufPyReadsIt(pruned, "deci");
            continuesAsSulcusDoes(pruned, prompt, 1e-3);
        }
    }

    @Test
    void smolLm2LoadsDensePrunedAndQuantized() throws Exception {
        PythonClient.needs("xllamacpp, gguf");
        assumeTrue(Files.exists(SMOLLM2), "passed over: " + SMOLLM2 + " is not there");
        Path dense = written("convert", SMOLLM2);
        continuesAsSulcusDoes(dense, SMOLLM2_PROMPT, 1e-3);
        Files.delete(dense);
        Path eight = written("convert", SMOLLM2, "--dtype", "q8_0");
        ggufPyReadsIt(eight, "llama");
        // llama.cpp rounds what it multiplies with eight-bit blocks to eight bits too: near ties fall otherwise after a
        // while
        continuesAsSulcusDoes(eight, SMOLLM2_PROMPT, 5, 0.1);
        Files.delete(eight);
        Path pruned = written(
                "prune",
                SMOLLM2,
                "--text",
                VALID,
                "--method",
                "flap",
                "--neurons",
                0.2,
                "--compensate",
                "bias",
                "--calibration-tokens",
                2048,
                "--format",
                "gguf");
        continuesAsSulcusDoes(pruned, SMOLLM2_PROMPT, 1e-3);
    }
}

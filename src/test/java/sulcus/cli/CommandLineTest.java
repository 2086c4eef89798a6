package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sulcus.TinyModel;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.SafetensorsWriter;
import sulcus.model.Model;
import sulcus.study.Study;

/** Every command, from end to end, on a tiny model. */
class CommandLineTest extends TinyStudy {
    @Test
    void decomposeTellsLayersTokensTimesAndMemory() {
        assertThat(names(decomposed))
                .contains("study", "layers", "groups", "components", "tokens", "seconds", "peakBytes", "perLayer");
        assertThat(decomposed.get("layers").asInt()).isEqualTo(TinyModel.LAYERS);
        assertThat(decomposed.get("groups").asInt()).isEqualTo(2);
        assertThat(names(decomposed.get("seconds"))).containsExactly("capture", "decompose", "total");
        assertThat(decomposed.get("perLayer")).hasSize(2 * TinyModel.LAYERS);
        JsonNode first = decomposed.get("perLayer").get(0);
        assertThat(names(first)).contains("layer", "variance", "iterations", "converged");
        assertThat(first.get("variance").asDouble()).isBetween(0.05, 1.0);
        assertThat(decomposed.get("peakBytes").asLong()).isGreaterThan(10_000_000);
    }

    @Test
    void filesOfAStudyHaveTheNamesTypesAndShapesThatAreDocumented() {
        try (SafetensorsFile layer = SafetensorsFile.open(study.resolve("layers/layer.01.safetensors"))) {
            assertThat(layer.tensor("group.1.maps").type().name()).isEqualTo("F16");
            assertThat(layer.tensor("group.1.maps").shape()).containsExactly(6, 2L * TinyModel.NEURONS);
            assertThat(layer.tensor("group.0.time_courses").shape()[0]).isEqualTo(6);
            assertThat(layer.tensor("group.0.time_courses").type().name()).isEqualTo("F32");
            assertThat(layer.tensor("group.0.singular_values").type().name()).isEqualTo("F64");
        }
        try (SafetensorsFile scores = SafetensorsFile.open(study.resolve("scores.safetensors"))) {
            assertThat(scores.tensor("layer.03.max_z").shape()).containsExactly(TinyModel.NEURONS);
            assertThat(scores.tensor("layer.03.mean_activation").shape()).containsExactly(TinyModel.NEURONS);
        }
        assertThat(study.resolve("layout.safetensors")).exists();
        assertThat(study.resolve("lock")).doesNotExist();
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("study.partial"));
    }

    @Test
    void infoNamesEverythingOfTheContract() {
        JsonNode info = CommandLineRun.of("info", model, "--json").json();
        assertThat(names(info))
                .containsExactly(
                        "architecture",
                        "layers",
                        "hiddenSize",
                        "neurons",
                        "attentionHeads",
                        "keyValueHeads",
                        "vocabulary",
                        "parameters",
                        "weightBytes",
                        "format",
                        "tokenizer");
        assertThat(info.get("neurons")).hasSize(TinyModel.LAYERS);
        assertThat(info.get("attentionHeads").get(0).asInt()).isEqualTo(4);
    }

    @Test
    void thresholdReachesARatioToWithinOneNeuron() {
        JsonNode t = CommandLineRun.of(
                        "threshold", study, "--neurons", 0.3, "--protect", "none", "--minimum-width", 1, "--json")
                .json();
        assertThat(names(t))
                .containsExactly(
                        "threshold", "kept", "neuronsRemoved", "parametersRemoved", "parameters", "weightBytes");
        double all = TinyModel.LAYERS * TinyModel.NEURONS;
        assertThat(t.get("neuronsRemoved").asDouble()).isCloseTo(0.3, within(1 / all));
        JsonNode again = CommandLineRun.of(
                        "threshold",
                        study,
                        "--value",
                        t.get("threshold").floatValue(),
                        "--protect",
                        "none",
                        "--minimum-width",
                        1,
                        "--json")
                .json();
        assertThat(again.get("kept")).isEqualTo(t.get("kept"));
    }

    @Test
    void layerNetworkAndProtectionOptionsChangeThePlan() {
        JsonNode plain = threshold("--protect", "none");
        JsonNode layer = threshold("--protect", "none", "--layer", "2=100");
        JsonNode locked = threshold("--protect", "0-1,3");
        JsonNode preserved =
                threshold("--protect", "none", "--network", "2.1=preserve", "--network-threshold", "2.1=0.5");
        JsonNode given = threshold(
                "--protect",
                "none",
                "--network",
                "2.1=preserve",
                "--network-threshold",
                "2.1=none",
                "--layer",
                "1=none");
        assertThat(given.get("kept").get(2).asInt())
                .as("the usual threshold for key neurons")
                .isLessThan(preserved.get("kept").get(2).asInt());
        assertThat(given.get("kept").get(1)).isEqualTo(plain.get("kept").get(1));
        assertThat(layer.get("kept").get(2).asInt()).isEqualTo(4);
        assertThat(layer.get("kept").get(1)).isEqualTo(plain.get("kept").get(1));
        assertThat(locked.get("kept").get(0).asInt()).isEqualTo(TinyModel.NEURONS);
        assertThat(locked.get("kept").get(3).asInt()).isEqualTo(TinyModel.NEURONS);
        assertThat(preserved.get("kept").get(2).asInt())
                .isGreaterThan(plain.get("kept").get(2).asInt());
    }

    @Test
    void whatIsNoExceptionIsWrongUsage() {
        for (String wrong : List.of(
                "--layer=two=3",
                "--layer=2=much",
                "--network=2.1=keep",
                "--network=two=drop",
                "--network-threshold=2.1=much",
                "--network-threshold=x=3")) {
            CommandLineRun run = CommandLineRun.of("threshold", study, "--value", 3, wrong);
            assertThat(run.status()).as(wrong + ": " + run.err()).isEqualTo(2);
            assertThat(run.err().strip().lines()).as(wrong).hasSize(1);
        }
    }

    private static JsonNode threshold(Object... more) {
        Object[] words = new Object[7 + more.length];
        System.arraycopy(
                new Object[] {"threshold", study, "--value", 3, "--minimum-width", 4, "--json"}, 0, words, 0, 7);
        System.arraycopy(more, 0, words, 7, more.length);
        return CommandLineRun.of(words).json();
    }

    @Test
    void aPrunedModelHasTheKeptNeuronsAndAPerplexity() {
        Path out = folder.resolve("pruned");
        CommandLineRun run = CommandLineRun.of(
                "prune",
                study,
                "--neurons",
                0.25,
                "--minimum-width",
                4,
                "--compensate",
                "bias",
                "--out",
                out,
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode pruned = run.json();
        assertThat(names(pruned))
                .contains(
                        "out",
                        "files",
                        "kept",
                        "neuronsRemoved",
                        "parametersRemoved",
                        "parameters",
                        "maximumLogitDifference");
        assertThat(names(pruned.get("files").get(0))).containsExactly("name", "bytes", "sha256");
        assertThat(pruned.get("maximumLogitDifference").asDouble()).isLessThan(1e-3);
        JsonNode info = CommandLineRun.of("info", out, "--json").json();
        assertThat(info.get("neurons")).isEqualTo(pruned.get("kept"));
        assertThat(info.get("parameters")).isEqualTo(pruned.get("parameters"));
        CommandLineRun measured = CommandLineRun.of("evaluate", out, "--text", text, "--window", 32, "--json");
        assertThat(measured.status()).as(measured.err()).isZero();
        JsonNode perplexity = measured.json();
        assertThat(names(perplexity))
                .startsWith("perplexity", "meanLoss", "tokens", "windows", "window", "tokensPerSecond");
        assertThat(perplexity.get("tokens").asLong())
                .isEqualTo(31L * perplexity.get("windows").asLong());
        assertThat(perplexity.get("perplexity").asDouble())
                .isCloseTo(
                        Math.exp(perplexity.get("meanLoss").asDouble()),
                        within(1e-6 * perplexity.get("perplexity").asDouble()));
    }

    @Test
    void aRecoveredModelPredictsTheTextBetterAndSaysHowItGotThere() {
        Path out = folder.resolve("recovered");
        CommandLineRun run = CommandLineRun.of(
                "recover",
                model,
                "--text",
                text,
                "--out",
                out,
                "--rank",
                2,
                "--targets",
                "query,value,down",
                "--steps",
                6,
                "--tokens-per-step",
                64,
                "--window",
                32,
                "--learning-rate",
                1e-2,
                "--every",
                2,
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode recovered = run.json();
        assertThat(names(recovered))
                .containsExactly(
                        "out",
                        "files",
                        "steps",
                        "bestStep",
                        "stopped",
                        "tokens",
                        "adapters",
                        "lossBefore",
                        "lossAfter",
                        "tokensPerSecond",
                        "maximumLogitDifference",
                        "curve",
                        "notices");
        assertThat(recovered.get("curve")).hasSize(4);
        assertThat(recovered.get("adapters").asInt()).isEqualTo(TinyModel.LAYERS * 2 * (24 + 24 + 24 + 12 + 48 + 24));
        assertThat(recovered.get("lossAfter").asDouble())
                .isLessThan(recovered.get("lossBefore").asDouble());
        assertThat(perplexity(out)).isLessThan(perplexity(model));
        CommandLineRun again = CommandLineRun.of("recover", model, "--text", text, "--out", out);
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.message()).contains("exists already");
        CommandLineRun wrong =
                CommandLineRun.of("recover", model, "--text", text, "--out", folder.resolve("no"), "--targets", "mlp");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.message()).contains("target \"mlp\": unknown");
    }

    private static double perplexity(Path of) {
        return CommandLineRun.of("evaluate", of, "--text", text, "--window", 32, "--json")
                .json()
                .get("perplexity")
                .asDouble();
    }

    @Test
    void uniformLayersAreEquallyWide() {
        Path out = folder.resolve("uniform");
        CommandLineRun run = CommandLineRun.of(
                "prune",
                study,
                "--neurons",
                0.25,
                "--protect",
                "none",
                "--minimum-width",
                4,
                "--layout",
                "uniform",
                "--out",
                out,
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        for (JsonNode width : run.json().get("kept")) {
            assertThat(width.asInt()).isEqualTo(36);
        }
    }

    /** A set made elsewhere, widths made equal multiples, is written, and what was written is the same set when read again. */
    @Test
    void aSetMadeElsewhereIsMadeUniformInMultiples() {
        Path masks = folder.resolve("masks.safetensors");
        JsonNode neurons = CommandLineRun.of("info", model, "--json").json().get("neurons");
        int layers = neurons.size();
        int width = neurons.get(0).asInt();
        float[] mask = new float[layers * width];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % 4 == 0 ? 0 : 1;
        }
        mask[0] = 1;
        SafetensorsWriter.Declared declared = new SafetensorsWriter.Declared("mask", ElementType.F32, layers, width);
        try (SafetensorsWriter writer = SafetensorsWriter.create(masks, List.of(declared), Map.of())) {
            writer.writeFloats("mask", mask);
            writer.commit();
        }
        Path out = folder.resolve("multiples");
        CommandLineRun run = CommandLineRun.of(
                "prune",
                model,
                "--preserved",
                masks + ":mask",
                "--layout",
                "uniform",
                "--width-multiple",
                8,
                "--out",
                out,
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        for (JsonNode kept : run.json().get("kept")) {
            assertThat(kept.asInt()).isEqualTo(40);
        }
        assertThat(run.json().get("maximumLogitDifference").asDouble()).isLessThan(1e-3);
        assertThat(CommandLineRun.of("evaluate", out, "--text", text, "--window", 32, "--json")
                        .status())
                .isZero();
    }

    @Test
    void capturedActivationsGiveTheSameNetworksCountAsTheModel() {
        Path file = folder.resolve("activations.safetensors");
        CommandLineRun written = CommandLineRun.of(
                "activations", model, "--text", text, "--max-tokens", 60, "--layers", "1-2", "--out", file, "--json");
        assertThat(written.status()).as(written.err()).isZero();
        assertThat(written.json().get("tokens").asInt()).isEqualTo(60);
        assertThat(written.json().get("layers").asInt()).isEqualTo(2);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.tensors().keySet())
                    .contains("input_ids", "logits", "layer.1.mlp_activation", "layer.2.attention_output_input");
        }
        Path captured = folder.resolve("captured");
        CommandLineRun run = CommandLineRun.of(
                "decompose", "--from-activations", file, "--out", captured, "--components", 4, "--json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.json().get("perLayer")).hasSize(2);
        JsonNode kept = CommandLineRun.of(
                        "threshold", captured, "--neurons", 0.5, "--protect", "none", "--minimum-width", 1, "--json")
                .json();
        assertThat(kept.get("neuronsRemoved").asDouble()).isCloseTo(0.5, within(0.02));
    }

    @Test
    void oneSequenceOfIdsIsWritten() {
        Path file = folder.resolve("ids.safetensors");
        JsonNode written = CommandLineRun.of("activations", model, "--ids", "5,6,7", "--out", file, "--json")
                .json();
        assertThat(written.get("tokens").asInt()).isEqualTo(3);
    }

    @Test
    void generationChangesWhenANetworkIsSilenced() {
        JsonNode plain = CommandLineRun.of("generate", model, "--prompt", "the owl", "--max-tokens", 12, "--json")
                .json();
        assertThat(names(plain)).containsExactly("text", "tokens", "tokensPerSecond");
        assertThat(plain.get("tokens").asInt()).isEqualTo(12);
        JsonNode silenced = CommandLineRun.of(
                        "generate",
                        model,
                        "--prompt",
                        "the owl",
                        "--max-tokens",
                        12,
                        "--silence",
                        study + ":1.0",
                        "--amplify",
                        study + ":2.1=5",
                        "--key-threshold",
                        0.5,
                        "--json")
                .json();
        assertThat(silenced.get("text")).isNotEqualTo(plain.get("text"));
    }

    @Test
    void aStudyIsReproducedWithItsHistory() throws Exception {
        Path own = folder.resolve("reproduced");
        assertThat(CommandLineRun.of(
                                "decompose",
                                model,
                                "--text",
                                text,
                                "--out",
                                own,
                                "--texts",
                                10,
                                "--components",
                                5,
                                "--min-characters",
                                20)
                        .status())
                .isZero();
        assertThat(CommandLineRun.of(
                                "threshold",
                                own,
                                "--neurons",
                                0.2,
                                "--layer",
                                "2=1.5",
                                "--network",
                                "1.2=drop",
                                "--network",
                                "3.1=preserve",
                                "--network-threshold",
                                "3.1=1.25",
                                "--save")
                        .status())
                .isZero();
        assertThat(CommandLineRun.of(
                                "prune",
                                own,
                                "--neurons",
                                0.2,
                                "--heads",
                                0.2,
                                "--heads-method",
                                "wanda",
                                "--protect",
                                "none",
                                "--out",
                                folder.resolve("reproduced-smaller"))
                        .status())
                .isZero();
        CommandLineRun run = CommandLineRun.of("reproduce", own, "--json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.json().get("equal").asBoolean()).isTrue();
        assertThat(run.json().get("scoresEqual").asBoolean()).isTrue();
        assertThat(run.json().get("steps")).hasSize(3);
        assertThat(CommandLineRun.of("reproduce", own, "--script").out())
                .contains("sulcus decompose")
                .contains("--neurons 0.2")
                .contains("--layer 2=1.5")
                .contains("--network 1.2=drop")
                .contains("--network-threshold 3.1=1.25")
                .contains("--heads 0.2 --heads-method wanda");

        Path history = own.resolve("history.jsonl");
        Files.writeString(
                history,
                Files.readString(history).replaceFirst("\"neurons\",\"value\":0.2", "\"neurons\",\"value\":0.21"));
        CommandLineRun tampered = CommandLineRun.of("reproduce", own, "--json");
        assertThat(tampered.json().get("equal").asBoolean()).isFalse();
        assertThat(tampered.status()).isEqualTo(1);
    }

    @Test
    void modelAndTextArePrunedWithoutAStudyToKeep() throws Exception {
        Path corpus = TinyModel.text(folder.resolve("long.txt"), 8);
        Files.writeString(corpus, (Files.readString(corpus).replace('\n', ' ') + "\n").repeat(45));
        Path out = folder.resolve("direct");
        List<Path> before = studies();
        CommandLineRun run =
                CommandLineRun.of("prune", model, "--text", corpus, "--neurons", 0.1, "--out", out, "--json");
        assertThat(run.status()).as(run.err()).isZero();
        try (Model pruned = Model.open(out)) {
            assertThat(pruned.description().neurons()[1]).isLessThan(TinyModel.NEURONS);
        }
        assertThat(studies()).as("none is kept").isEqualTo(before);
    }

    private static List<Path> studies() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Study::isStudy).sorted().toList();
        }
    }

    @Test
    void resultsForReadersAreTables() {
        CommandLineRun run = CommandLineRun.of("threshold", study, "--value", 3, "--protect", "0");
        assertThat(run.out())
                .contains("threshold   max |z| > 3.0000")
                .contains("protected")
                .contains("layer  neurons");
    }
}

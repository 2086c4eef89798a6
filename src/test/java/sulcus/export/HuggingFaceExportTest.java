package sulcus.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.format.ElementType;
import sulcus.format.StrictJson;
import sulcus.model.Model;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class HuggingFaceExportTest {
    @TempDir
    Path folder;

    private Path source(Map<String, Object> config, ElementType type) throws IOException {
        return TinyFolder.write(folder.resolve("source"), config, type, null);
    }

    private static Pruning pruning(Layout layout, boolean bias) {
        Plan plan = layout == Layout.UNIFORM ? TinyFolder.plan(17, 17, 17) : TinyFolder.plan(11, 33, 23);
        return new Pruning(plan, bias ? TinyFolder.biases() : null, null);
    }

    private Exported export(Path source, Layout layout, boolean bias, ElementType type, String name) {
        ExportSettings settings = new ExportSettings(folder.resolve(name), layout, type, Map.of("seed", 7));
        try (Model model = Model.open(source)) {
            return HuggingFaceExport.write(model, pruning(layout, bias), settings, Device.CPU, Progress.NONE);
        }
    }

    private static float[] logits(Model model) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return runner.logits(TinyFolder.text(20), Gates.OPEN);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    private void everyLayoutComesBack(Map<String, Object> config, boolean bias) throws IOException {
        Path source = source(config, ElementType.F32);
        for (Layout layout : Layout.values()) {
            Exported exported = export(source, layout, bias, null, layout.label());
            try (Model dense = Model.open(source);
                    Model written = Model.open(exported.out())) {
                assertThat(logits(written))
                        .usingComparatorWithPrecision(1e-4f)
                        .containsExactly(logits(pruning(layout, bias).masked(dense)));
                assertThat(written.description().neurons()).containsExactly(exported.widths());
                assertThat(written.parameters()).isEqualTo(exported.size().parameters());
                assertThat(written.weightBytes()).isEqualTo(exported.size().bytes());
            }
            assertThat(exported.maximumLogitDifference()).isLessThan(1e-4);
            assertThat(exported.roundingDifference()).isZero();
            assertThat(Files.readString(exported.out().resolve("tokenizer.json")))
                    .isEqualTo("{\"as\": \"it is\"}");
            assertThat(exported.files()).extracting(ExportedFile::name).contains("config.json", "sulcus.json");
            boolean code = exported.files().stream().anyMatch(f -> f.name().endsWith(".py"));
            assertThat(code).isEqualTo(layout == Layout.COMPACT);
        }
        assertThat(names()).containsExactly("compact", "padded", "source", "uniform");
    }

    @Test
    void everyLayoutOfALlamaModelComesBack() throws IOException {
        everyLayoutComesBack(TinyFolder.llama(), false);
    }

    @Test
    void everyLayoutOfALlamaModelComesBackWithItsCompensation() throws IOException {
        everyLayoutComesBack(TinyFolder.llama(), true);
    }

    @Test
    void everyLayoutOfAQwen2ModelComesBackWithItsCompensationAsLlama() throws IOException {
        everyLayoutComesBack(TinyFolder.qwen2(), true);
        Path config = folder.resolve("padded").resolve("config.json");
        assertThat(StrictJson.readObject(config, 1 << 20)).containsEntry("model_type", "llama");
    }

    @Test
    void everyLayoutOfAGpt2ModelComesBackWithItsCompensation() throws IOException {
        everyLayoutComesBack(TinyFolder.gpt2(), true);
    }

    @Test
    void aCompactExportIsPrunedOnceMore() throws IOException {
        Exported first = export(source(TinyFolder.llama(), ElementType.F32), Layout.COMPACT, true, null, "first");
        try (Model model = Model.open(first.out())) {
            BitSet[] sets = new BitSet[TinyFolder.LAYERS];
            for (int layer = 0; layer < sets.length; layer++) {
                sets[layer] = new BitSet();
                sets[layer].set(1, 9);
            }
            Plan plan = new Plan(Float.NaN, model.description().neurons(), sets);
            ExportSettings settings = new ExportSettings(folder.resolve("second"), Layout.UNIFORM, null, Map.of());
            Exported second = HuggingFaceExport.write(model, Pruning.of(plan), settings, Device.CPU, Progress.NONE);
            assertThat(second.widths()).containsOnly(8);
            assertThat(StrictJson.readObject(second.out().resolve("config.json"), 1 << 20))
                    .doesNotContainKeys("auto_map", "pruned_intermediate_sizes")
                    .containsEntry("model_type", "llama");
        }
    }

    @Test
    void aCardSaysWhatWasDoneAndHowItLoads() throws IOException {
        Map<String, Object> config = TinyFolder.llama();
        config.put("_name_or_path", "x`</code>\n---\nlicense: evil\n# [a](javascript:b)");
        Path source = TinyFolder.write(folder.resolve("hostile"), config, ElementType.F32, null);
        Files.writeString(source.resolve("README.md"), "---\nlicense: apache-2.0\ntags:\n- a\n---\n\nlicense: other\n");
        Map<String, Object> provenance = Map.of(
                "method", "flap",
                "compensation", "bias",
                "text", Map.of("name", "valid.txt"),
                "command", "sulcus prune study --neurons 0.4 --out FOLDER",
                "measured",
                        List.of(Map.of(
                                "text", "test.txt", "window", 256, "tokens", 1020, "dense", 7.5, "pruned", 9.25)));
        Path out = folder.resolve("carded");
        try (Model dense = Model.open(source)) {
            HuggingFaceExport.write(
                    dense,
                    Pruning.of(TinyFolder.plan(40, 23, 9)),
                    new ExportSettings(out, Layout.COMPACT, null, provenance),
                    Device.CPU,
                    Progress.NONE);
        }
        String card = Files.readString(out.resolve("README.md"));
        String head = card.substring(0, card.indexOf("\n---\n", 4));
        assertThat(head.lines())
                .containsExactly(
                        "---",
                        "library_name: \"transformers\"",
                        "base_model: \"x`</code>\\n---\\nlicense: evil\\n# [a](javascript:b)\"",
                        "tags: [\"a\",\"pruned\",\"sulcus\"]",
                        "license: \"apache-2.0\"");
        assertThat(card)
                .contains(
                        "48 of 120 MLP neurons (40.0 %)",
                        "- preserved by: `flap`", "- compensation: `bias`", "`valid.txt`")
                .contains("| `test.txt` | 256 | 1020 | 7.5000 | 9.2500 |")
                .contains("trust_remote_code=True", "sulcus prune study --neurons 0.4 --out FOLDER", "| 1 | 40 | 23 |");
        assertThat(card.substring(head.length()).lines()).noneMatch(line -> line.startsWith("license"));
    }

    @Test
    void sixteenBitTypesAreKeptOrChosen() throws IOException {
        Path source = source(TinyFolder.llama(), ElementType.BF16);
        Exported kept = export(source, Layout.COMPACT, false, null, "kept");
        assertThat(kept.type()).isEqualTo(ElementType.BF16);
        assertThat(kept.roundingDifference()).isZero();
        Exported wide = export(source, Layout.PADDED, true, ElementType.F32, "wide");
        assertThat(wide.size().bytes()).isEqualTo(4 * wide.size().parameters());
        Path exact = TinyFolder.write(folder.resolve("exact"), TinyFolder.llama(), ElementType.F32, null);
        Exported half = export(exact, Layout.UNIFORM, false, ElementType.F16, "half");
        assertThat(half.roundingDifference()).isPositive();
        assertThat(half.maximumLogitDifference()).isLessThan(1e-3);
        assertThat(StrictJson.readObject(half.out().resolve("config.json"), 1 << 20))
                .containsEntry("dtype", "float16");
    }

    @Test
    void shardsHaveAnIndex() throws IOException {
        Path source = source(TinyFolder.llama(), ElementType.F32);
        ExportSettings settings =
                new ExportSettings(folder.resolve("shards"), Layout.COMPACT, null, Map.of(), null, 10_000);
        try (Model model = Model.open(source)) {
            HuggingFaceExport.write(model, pruning(Layout.COMPACT, false), settings, Device.CPU, Progress.NONE);
            assertThat(folder.resolve("shards").resolve("model.safetensors.index.json"))
                    .exists();
            assertThat(folder.resolve("shards").resolve("model.safetensors")).doesNotExist();
            try (Model written = Model.open(folder.resolve("shards"))) {
                assertThat(written.files()).hasSizeGreaterThan(2);
            }
        }
    }

    @Test
    void theSameExportTwiceIsTheSameBytes() throws IOException {
        Path source = source(TinyFolder.llama(), ElementType.F32);
        assertThat(export(source, Layout.COMPACT, true, null, "a").files())
                .isEqualTo(export(source, Layout.COMPACT, true, null, "b").files());
    }

    @Test
    void theManifestSaysWhatWasDone() throws IOException {
        Path source = source(TinyFolder.llama(), ElementType.F32);
        Exported exported = export(source, Layout.COMPACT, true, null, "out");
        Map<String, Object> manifest = StrictJson.readObject(exported.out().resolve("sulcus.json"), 1 << 20);
        assertThat(manifest).containsEntry("layout", "compact").containsEntry("addsBias", true);
        assertThat(manifest).containsEntry("provenance", Map.of("seed", 7L));
        Map<?, ?> plan = (Map<?, ?>) manifest.get("plan");
        List<Long> second = pruning(Layout.COMPACT, true).plan().preserved()[1].stream()
                .asLongStream()
                .boxed()
                .toList();
        assertThat(((List<?>) plan.get("preserved")).get(1)).isEqualTo(second);
    }

    @Test
    void whatCannotBeIsRefusedAndLeavesNothing() throws IOException {
        Path source = source(TinyFolder.llama(), ElementType.F32);
        Files.createDirectory(folder.resolve("there"));
        Files.writeString(folder.resolve("file"), "");
        for (String name : List.of("there", "file", "file/below", "source/inside", "source")) {
            assertThatThrownBy(() -> export(source, Layout.COMPACT, false, null, name))
                    .as(name)
                    .isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> {
                    try (Model model = Model.open(source)) {
                        HuggingFaceExport.write(
                                model,
                                pruning(Layout.COMPACT, false),
                                new ExportSettings(folder.resolve("uneven"), Layout.UNIFORM, null, Map.of()),
                                Device.CPU,
                                Progress.NONE);
                    }
                })
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("make it uniform");
        assertThat(names()).containsExactly("file", "source", "there");
        assertThat(folder.resolve("there")).isEmptyDirectory();
    }

    @Test
    void damagedWeightsAreRefusedByNameAndLeaveNothing() throws IOException {
        String tensor = "model.layers.1.self_attn.v_proj.weight";
        Path source = TinyFolder.write(folder.resolve("source"), TinyFolder.llama(), ElementType.F32, tensor);
        assertThatThrownBy(() -> export(source, Layout.COMPACT, false, null, "out"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(tensor);
        assertThat(names()).containsExactly("source");
    }

    @Test
    void cancellingAtAnyReportLeavesNothing() throws IOException {
        Path source = source(TinyFolder.llama(), ElementType.F32);
        for (int stop : new int[] {1, 8, 20, 33}) {
            int[] left = {stop};
            Progress progress = new Progress() {
                @Override
                public void report(String what, double fraction) {
                    check();
                }

                @Override
                public void check() {
                    if (--left[0] <= 0) {
                        throw new Cancelled();
                    }
                }
            };
            ExportSettings settings = new ExportSettings(folder.resolve("out"), Layout.COMPACT, null, Map.of());
            try (Model model = Model.open(source)) {
                assertThatThrownBy(() -> HuggingFaceExport.write(
                                model, pruning(Layout.COMPACT, false), settings, Device.CPU, progress))
                        .as("at report %d", stop)
                        .isInstanceOf(Cancelled.class);
            }
            assertThat(names()).containsExactly("source");
        }
    }
}

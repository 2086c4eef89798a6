package sulcus.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sulcus.format.AtomicFile;
import sulcus.model.Model;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;

/**
 * {@code README.md} of an exported folder, a model card as hubs show it: what was removed, how, what was measured, how it loads and
 * the command that makes it again. Names come from files of others: they stand as code in the text and as JSON strings, which YAML
 * reads too, in the head.
 */
final class ModelCard {
    private ModelCard() {}

    static void write(Path folder, Model dense, Model pruned, Pruning pruning, ExportSettings settings, boolean code) {
        String body = body(folder, dense, pruned, pruning.plan(), settings, code);
        AtomicFile.write(folder.resolve(CardHead.NAME), CardHead.write(head(dense, isWhole(pruning.plan())), body));
    }

    private static String name(Model dense) {
        if (dense.configuration().get("_name_or_path") instanceof String name && !name.isBlank()) {
            return name;
        }
        Path name = dense.source().toAbsolutePath().getFileName();
        return name == null ? dense.description().family() : name.toString();
    }

    private static Map<String, Object> head(Model dense, boolean whole) {
        ModelMetadata known = ModelMetadata.of(dense);
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("library_name", "transformers");
        head.put("base_model", whole && !known.bases().isEmpty() ? known.bases() : name(dense));
        List<String> tags = new ArrayList<>(known.tags());
        if (!whole) {
            tags.addAll(List.of("pruned", "sulcus"));
        }
        if (!tags.isEmpty()) {
            head.put("tags", tags.stream().distinct().toList());
        }
        head.putAll((whole ? known : known.resized()).said());
        if (!known.datasets().isEmpty()) {
            head.put("datasets", known.datasets());
        }
        head.putAll(known.verbatim());
        return head;
    }

    /** Whether nothing was removed. */
    private static boolean isWhole(Plan plan) {
        return plan.heads() == null && Arrays.equals(plan.kept(), plan.neurons());
    }

    /** A name as code: nothing in it can be markup. */
    private static String code(Object name) {
        return "`" + String.valueOf(name).replaceAll("[`\\p{Cntrl}]", " ").strip() + "`";
    }

    private static String body(
            Path folder, Model dense, Model pruned, Plan plan, ExportSettings settings, boolean code) {
        StringBuilder text = new StringBuilder();
        Map<String, Object> p = settings.provenance();
        long before = dense.parameters();
        long after = pruned.parameters();
        int[] neurons = plan.neurons();
        int[] kept = plan.kept();
        long all = Arrays.stream(neurons).asLongStream().sum();
        long left = Arrays.stream(kept).asLongStream().sum();
        boolean whole = isWhole(plan);
        text.append("# ").append(code(name(dense))).append(whole ? "\n\n" : ", pruned\n\n");
        if (whole) {
            text.append("The model as it is, written by Sulcus.\n");
        } else {
            text.append(String.format(
                    Locale.ROOT,
                    "%,d of %,d MLP neurons (%.1f %%) were removed by Sulcus; %s parameters of %,d are here.%n",
                    all - left,
                    all,
                    100.0 * (all - left) / all,
                    String.format(Locale.ROOT, "%,d (%.1f %% fewer)", after, 100.0 * (before - after) / before),
                    before));
            lines(text, p);
        }
        measured(text, p.get("measured"));
        loading(text, folder, code);
        if (p.get("command") instanceof String command) {
            text.append("\n## Again\n\n```\n")
                    .append(command.replace("```", "'''"))
                    .append("\n```\n");
        }
        text.append(
                "\n`sulcus.json` says which neurons of which layer are here, and from which files, by their SHA-256.\n");
        if (!whole) {
            text.append("\n## Neurons of each layer\n\n| layer | neurons | kept |\n| --- | --- | --- |\n");
            for (int layer = 0; layer < kept.length; layer++) {
                text.append("| " + layer + " | " + neurons[layer] + " | " + kept[layer] + " |\n");
            }
        }
        return text.toString();
    }

    private static void lines(StringBuilder text, Map<String, Object> p) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("preserved by", p.getOrDefault("method", "functional-networks"));
        said.put("shared among the layers", p.get("allocation"));
        said.put("compensation", p.get("compensation"));
        said.put("heads removed by", p.get("heads") instanceof Map<?, ?> heads ? heads.get("method") : null);
        said.put("calibration text", p.get("text") instanceof Map<?, ?> of ? of.get("name") : null);
        said.put("preserved set", p.get("preserved"));
        text.append('\n');
        said.forEach((what, value) -> {
            if (value != null) {
                text.append("- ").append(what).append(": ").append(code(value)).append('\n');
            }
        });
    }

    /** What the study measured for this very cut: each a map of text, window, tokens, dense, pruned, standardError. */
    private static void measured(StringBuilder text, Object measured) {
        if (!(measured instanceof List<?> rows) || rows.isEmpty()) {
            return;
        }
        text.append(
                "\n## Perplexity\n\n| text | window | tokens | dense | this model |\n| --- | --- | --- | --- | --- |\n");
        for (Object row : rows) {
            if (row instanceof Map<?, ?> m) {
                List<String> cells = new ArrayList<>(List.of(code(m.get("text"))));
                for (String key : List.of("window", "tokens", "dense", "pruned")) {
                    Object value = m.get(key);
                    cells.add(
                            value instanceof Double number
                                    ? String.format(Locale.ROOT, "%.4f", number)
                                    : value == null ? "–" : value.toString());
                }
                text.append("| ").append(String.join(" | ", cells)).append(" |\n");
            }
        }
        text.append(
                "\nMeasured by Sulcus with the removed neurons masked in memory, in consecutive windows, the first token of each not"
                        + " predicted.\n");
    }

    private static void loading(StringBuilder text, Path folder, boolean code) {
        text.append("\n## Loading\n\n```python\nfrom transformers import AutoModelForCausalLM, AutoTokenizer\n\n")
                .append("model = AutoModelForCausalLM.from_pretrained(\"FOLDER\"")
                .append(code ? ", trust_remote_code=True" : "")
                .append(")\ntokenizer = AutoTokenizer.from_pretrained(\"FOLDER\"")
                .append(code ? ", trust_remote_code=True" : "")
                .append(")\n```\n");
        if (code) {
            text.append(
                    "\nLayers of unequal width need the modelling code that lies here, hence `trust_remote_code`.\n");
        }
        if (!Files.exists(folder.resolve("tokenizer.json")) && !Files.exists(folder.resolve("tokenizer.model"))) {
            text.append("\nThere is no tokenizer here: take the base model's.\n");
        }
    }
}

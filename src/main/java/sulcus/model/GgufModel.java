package sulcus.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sulcus.format.GgufFile;
import sulcus.format.TensorInfo;
import sulcus.task.Refusal;

/** A model in a GGUF file. */
final class GgufModel {
    static final String FREQUENCIES = "rope_freqs.weight";

    private GgufModel() {}

    static Model open(Path path) {
        GgufParts parts = GgufParts.open(path);
        boolean good = false;
        try {
            Model model = model(parts);
            good = true;
            return model;
        } finally {
            if (!good) {
                parts.close();
            }
        }
    }

    private static Model model(GgufParts parts) {
        GgufFile file = parts.first();
        String name = file.string("general.architecture");
        if (name == null) {
            throw new Refusal(file.path() + ": general.architecture: is missing; this is no language model");
        }
        GgufArchitecture known = GgufArchitecture.named(name);
        if (known == null) {
            throw Inventory.unknown(
                    file.path() + ": general.architecture",
                    name,
                    parts.tensors().keySet(),
                    List.of(names(GgufArchitecture.named("llama"))));
        }
        GgufArchitecture architecture = known.in(parts.tensors().keySet());
        Map<String, Object> values = GgufConfiguration.of(file, parts.tensors(), architecture);
        if (parts.tensors().containsKey(FREQUENCIES)) {
            GgufFile holding = parts.holding(FREQUENCIES);
            values.put(
                    "rope_scaling",
                    GgufRotary.scaling(holding, holding.tensors().get(FREQUENCIES), values));
        }
        Configuration config = new Configuration(file.path().toString(), values);
        Family family = Families.of((String) values.get("model_type")).orElseThrow();
        Description described = family.describe(config);

        Map<String, Inventory.Entry> entries = new LinkedHashMap<>();
        for (GgufFile part : parts.files()) {
            for (TensorInfo tensor : part.tensors().values()) {
                entries.put(tensor.name(), new Inventory.Entry(part, tensor));
            }
        }
        Inventory inventory = new Inventory(file.path(), entries);
        WeightId embedding = WeightId.weight(Slot.EMBEDDING);
        Description description = inventory.withRows(described, GgufNames.place(architecture, described, embedding));
        List<WeightId> required = family.weights(config, description);
        inventory.take(required, id -> GgufNames.places(architecture, description, id));
        // llama.cpp adds any bias that is there
        for (WeightId id : WeightId.all(description.layers())) {
            boolean possible = id.bias() && family.place(description, id) != null && !required.contains(id);
            Place place = possible ? GgufNames.place(architecture, description, id) : null;
            if (place != null && inventory.has(place.tensor())) {
                inventory.take(id, List.of(place));
            }
        }
        inventory.refuseLeftOver(name, FREQUENCIES::equals);
        Set<Integer> end = new LinkedHashSet<>();
        for (String key : List.of("tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id")) {
            end.addAll(Model.Origin.ids(file.metadata().get(key)));
        }
        return new Model(
                file.path(),
                "gguf",
                description,
                inventory.weights(),
                new Model.Origin(
                        values,
                        tokenizer(file),
                        end,
                        parts.files().stream().map(GgufFile::path).toList()),
                parts::close);
    }

    private static Set<String> names(GgufArchitecture architecture) {
        Description one = Families.smallest(Families.of("llama").orElseThrow());
        return WeightId.all(1).stream()
                .map(id -> GgufNames.place(architecture, one, id).tensor())
                .collect(Collectors.toSet());
    }

    private static String tokenizer(GgufFile file) {
        String kind = file.string("tokenizer.ggml.model");
        String split = file.string("tokenizer.ggml.pre");
        return kind == null ? "none" : split == null ? kind : kind + " (" + split + ")";
    }
}

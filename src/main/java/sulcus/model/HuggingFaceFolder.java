package sulcus.model;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sulcus.format.FileFailure;
import sulcus.format.SafetensorsFile;
import sulcus.format.StrictJson;
import sulcus.format.TensorInfo;
import sulcus.task.Refusal;

/** A folder as {@code save_pretrained} writes it: {@code config.json} and safetensors, whole or in shards. */
final class HuggingFaceFolder {
    private static final long LARGEST_CONFIGURATION = 1 << 24;
    private static final long LARGEST_INDEX = 1 << 28;
    private static final int MOST_SHARDS = 4096;
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final List<SafetensorsFile> files = new ArrayList<>();

    private HuggingFaceFolder(Path folder) {
        this.folder = folder;
    }

    static Model open(Path folder) {
        HuggingFaceFolder opening = new HuggingFaceFolder(folder);
        boolean good = false;
        try {
            Model model = opening.model();
            good = true;
            return model;
        } finally {
            if (!good) {
                opening.close();
            }
        }
    }

    private void close() {
        files.forEach(SafetensorsFile::close);
    }

    private Model model() {
        Path file = folder.resolve("config.json");
        if (!Files.exists(file)) {
            throw new Refusal(folder + ": has neither a config.json nor a .gguf file; this is no model");
        }
        Configuration whole = new Configuration(file.toString(), StrictJson.readObject(file, LARGEST_CONFIGURATION));
        if (whole.has("quantization_config")) {
            throw whole.refusal(
                    "quantization_config", "quantized folders are not read; use the original model or a GGUF");
        }
        Map<String, Inventory.Entry> all = entries();
        String type = whole.text("model_type", "");
        Family family = Families.of(type)
                .orElseThrow(() -> Inventory.unknown(
                        file + ": model_type", type.isEmpty() ? "unnamed" : type, all.keySet(), knownNames()));
        Configuration inner = whole.object("text_config");
        // a model that also sees pictures: its language model alone is read
        Configuration config = inner == null ? whole : inner.with(Map.of("model_type", family.name()));
        Description described = family.describe(config);
        Inventory inventory = new Inventory(folder, inner == null ? all : ofText(all));

        // files of the bare model leave the prefix out
        String embedding =
                family.place(described, WeightId.weight(Slot.EMBEDDING)).tensor();
        boolean bare = !inventory.has(embedding) && inventory.has(without(family.prefix(), embedding));
        Description description =
                inventory.withRows(described, place(family, described, WeightId.weight(Slot.EMBEDDING), bare));
        inventory.take(family.weights(config, description), id -> places(family, description, id, bare, inventory));
        String output =
                place(family, description, WeightId.weight(Slot.OUTPUT), bare).tensor();
        inventory.refuseLeftOver(
                family.name(),
                tensor -> family.ignored(tensor) || description.tiedEmbeddings() && tensor.equals(output));
        List<Path> read = new ArrayList<>(List.of(file));
        files.forEach(opened -> read.add(opened.path()));
        return new Model(
                folder,
                "huggingface",
                description,
                inventory.weights(),
                new Model.Origin(config.values(), tokenizer(), endOfText(config), read),
                this::close);
    }

    /**
     * The language model's tensors under the names they have in a model of its own: {@code language_model.} stands before them
     * (transformers 4), or within (5). Those of the pictures' tower and of its projector are left out.
     */
    private static Map<String, Inventory.Entry> ofText(Map<String, Inventory.Entry> entries) {
        Map<String, Inventory.Entry> text = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            String bare = without("model.", name);
            if (!bare.startsWith("vision_tower.") && !bare.startsWith("multi_modal_projector.")) {
                boolean within = name.startsWith("model.language_model.");
                text.put(
                        within ? "model." + without("language_model.", bare) : without("language_model.", name), entry);
            }
        });
        return text;
    }

    private static Place place(Family family, Description description, WeightId id, boolean bare) {
        return named(family, family.place(description, id), bare);
    }

    private static List<Place> places(
            Family family, Description description, WeightId id, boolean bare, Inventory inventory) {
        List<Place> fused = named(family, family.fusedPlaces(description, id), bare);
        boolean all = !fused.isEmpty() && fused.stream().allMatch(place -> inventory.has(place.tensor()));
        return all ? fused : named(family, family.places(description, id), bare);
    }

    private static List<Place> named(Family family, List<Place> places, boolean bare) {
        return places.stream().map(place -> named(family, place, bare)).toList();
    }

    private static Place named(Family family, Place place, boolean bare) {
        return bare ? place.named(without(family.prefix(), place.tensor())) : place;
    }

    private static String without(String prefix, String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    private static List<Set<String>> knownNames() {
        return Families.all().stream().map(HuggingFaceFolder::names).toList();
    }

    /** The names of a family's tensors in a model of one layer. */
    private static Set<String> names(Family family) {
        Description one = Families.smallest(family);
        return WeightId.all(1).stream()
                .map(id -> family.place(one, id))
                .filter(place -> place != null)
                .map(Place::tensor)
                .collect(Collectors.toSet());
    }

    private Map<String, Inventory.Entry> entries() {
        if (Files.exists(folder.resolve(SINGLE))) {
            return whole(SINGLE);
        }
        if (Files.exists(folder.resolve(INDEX))) {
            return shards(folder.resolve(INDEX));
        }
        List<String> names = names("*.safetensors");
        if (names.size() == 1) {
            return whole(names.getFirst());
        }
        if (!names("*.{bin,pt,pth,ckpt}").isEmpty()) {
            throw new Refusal(folder + ": has its weights only as Python pickles, which can run code and are not read;"
                    + " save the model with save_pretrained(safe_serialization=True)");
        }
        throw new Refusal(folder + ": has neither " + SINGLE + " nor " + INDEX);
    }

    private List<String> names(String glob) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            found.forEach(path -> names.add(path.getFileName().toString()));
        } catch (IOException e) {
            throw FileFailure.reading(folder, e);
        }
        return names;
    }

    private SafetensorsFile opened(String name) {
        SafetensorsFile file = SafetensorsFile.open(folder.resolve(name));
        files.add(file);
        return file;
    }

    private Map<String, Inventory.Entry> whole(String name) {
        SafetensorsFile file = opened(name);
        Map<String, Inventory.Entry> entries = new LinkedHashMap<>();
        file.tensors().forEach((tensor, info) -> entries.put(tensor, new Inventory.Entry(file, info)));
        return entries;
    }

    private Map<String, Inventory.Entry> shards(Path index) {
        Configuration map =
                new Configuration(index.toString(), StrictJson.readObject(index, LARGEST_INDEX)).object("weight_map");
        if (map == null) {
            throw new Refusal(index + ": weight_map: is missing");
        }
        Set<String> shards = new TreeSet<>();
        for (String tensor : map.values().keySet()) {
            shards.add(shard(map, tensor));
        }
        if (shards.size() > MOST_SHARDS) {
            throw new Refusal(index + ": weight_map: names " + shards.size() + " files; at most " + MOST_SHARDS);
        }
        for (String shard : shards) {
            // all of them before the first is opened: a fetch that broke off is the usual reason
            if (!Files.isRegularFile(folder.resolve(shard))) {
                throw new Refusal(index + ": names " + shard + ", which is missing; fetch the model again");
            }
        }
        Map<String, Inventory.Entry> entries = new LinkedHashMap<>();
        for (String shard : shards) {
            SafetensorsFile file = opened(shard);
            for (TensorInfo tensor : file.tensors().values()) {
                if (!shard.equals(map.values().get(tensor.name()))) {
                    throw new Refusal(file.path() + ": " + Inventory.shown(tensor.name())
                            + ": is here, but the index does not say so");
                }
                entries.put(tensor.name(), new Inventory.Entry(file, tensor));
            }
        }
        for (String tensor : map.values().keySet()) {
            if (!entries.containsKey(tensor)) {
                throw new Refusal(index + ": " + Inventory.shown(tensor) + ": should be in " + shard(map, tensor)
                        + ", which does not have it");
            }
        }
        return entries;
    }

    /** A shard's name: a plain file name, so that an index cannot lead out of its folder. */
    private static String shard(Configuration map, String tensor) {
        String name = map.text(tensor, "");
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*\\.safetensors")) {
            throw map.refusal(Inventory.shown(tensor), "the shard is no plain name of a .safetensors file");
        }
        return name;
    }

    private String tokenizer() {
        if (Files.exists(folder.resolve("tokenizer.json"))) {
            return "tokenizer.json";
        }
        if (Files.exists(folder.resolve("tokenizer.model"))) {
            return "tokenizer.model (SentencePiece)";
        }
        if (Files.exists(folder.resolve("vocab.json")) && Files.exists(folder.resolve("merges.txt"))) {
            return "vocab.json and merges.txt";
        }
        return "none";
    }

    private Set<Integer> endOfText(Configuration config) {
        Set<Integer> ids = new LinkedHashSet<>(Model.Origin.ids(config.values().get("eos_token_id")));
        Path generation = folder.resolve("generation_config.json");
        if (Files.isRegularFile(generation)) {
            ids.addAll(Model.Origin.ids(
                    StrictJson.readObject(generation, LARGEST_CONFIGURATION).get("eos_token_id")));
        }
        return ids;
    }
}

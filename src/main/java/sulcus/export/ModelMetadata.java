package sulcus.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import sulcus.format.GgufFile;
import sulcus.model.Model;
import sulcus.text.GgufVocabulary;

/**
 * What a model's files say of it for people: licence, languages, who made it from what. In a GGUF these are the keys {@code general.*};
 * in a folder the head of the model card, under the names that gguf-py's {@code metadata.py} reads them by, and what has no such
 * name under {@code gguf} as it is.
 *
 * @param general by key, in the kinds of values that {@link sulcus.format.GgufWriter} takes
 * @param bases models that it was made from, as hubs name them: "organization/name"
 * @param datasets likewise
 * @param exact whether {@code general} says all of it, bases and data sets too
 */
record ModelMetadata(Map<String, Object> general, List<String> bases, List<String> datasets, boolean exact) {
    private static final String GENERAL = "general.";

    /** What is true of one file only, or is said by the file that is written. */
    private static final Set<String> OF_THE_FILE = Set.of(
            "general.architecture",
            "general.alignment",
            "general.file_type",
            "general.quantization_version",
            "general.type",
            "general.name");

    /** Keys after "general.", and their names in a card. */
    private static final Map<String, String> NAMES = names();

    private static final String VERBATIM = "gguf";
    private static final String HUB = "https://huggingface.co/";
    private static final Pattern KEY = Pattern.compile("general\\.[a-z0-9_.]{1,100}");
    private static final Pattern ON_HUB = Pattern.compile("[\\w.-]{1,96}/[\\w.-]{1,96}");
    private static final int MOST_WORDS = 200;
    private static final int LONGEST = 10_000;

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String same : List.of(
                "author", "version", "organization", "finetune", "basename", "description", "size_label", "license")) {
            names.put(same, same);
        }
        names.put("license.name", "license_name");
        names.put("license.link", "license_link");
        names.put("source.url", "url");
        names.put("source.doi", "doi");
        names.put("source.uuid", "uuid");
        names.put("source.repo_url", "repo_url");
        names.put("tags", "tags");
        names.put("languages", "language");
        return names;
    }

    static ModelMetadata of(Model model) {
        return model.format().equals("gguf") ? ofFile(model) : ofCard(CardHead.read(model.source()));
    }

    private static ModelMetadata ofFile(Model model) {
        Map<String, Object> general = new LinkedHashMap<>();
        try (GgufFile file = GgufFile.open(model.source())) {
            file.metadata().forEach((key, value) -> {
                if (key.startsWith(GENERAL) && !OF_THE_FILE.contains(key)) {
                    general.put(key, GgufVocabulary.carried(model.source() + ": " + key, value));
                }
            });
        }
        return new ModelMetadata(general, onHub(general, "base_model"), onHub(general, "dataset"), true);
    }

    /** Names on a hub, from the addresses that a GGUF gives. */
    private static List<String> onHub(Map<String, Object> general, String what) {
        List<String> names = new ArrayList<>();
        String prefix = GENERAL + what + ".";
        for (int i = 0; general.get(prefix + i + ".repo_url") instanceof String url && i < MOST_WORDS; i++) {
            String[] parts = url.split("/");
            String name = parts.length < 2 ? "" : parts[parts.length - 2] + "/" + parts[parts.length - 1];
            if (ON_HUB.matcher(name).matches()) {
                names.add(name);
            }
        }
        return names;
    }

    private static ModelMetadata ofCard(Map<String, Object> head) {
        Map<String, Object> general = new LinkedHashMap<>();
        NAMES.forEach((key, name) -> {
            boolean list = key.equals("tags") || key.equals("languages");
            List<String> words = words(head.get(name));
            if (!words.isEmpty()) {
                general.put(GENERAL + key, list ? words : String.join(",", words));
            }
        });
        boolean exact = head.get(VERBATIM) instanceof Map<?, ?>;
        if (head.get(VERBATIM) instanceof Map<?, ?> verbatim) {
            verbatim.forEach((key, value) -> {
                Object taken = value(value);
                if (taken != null
                        && KEY.matcher(key.toString()).matches()
                        && !OF_THE_FILE.contains(key.toString())
                        && general.size() < MOST_WORDS) {
                    general.putIfAbsent(key.toString(), taken);
                }
            });
        }
        return new ModelMetadata(general, words(head.get("base_model")), words(head.get("datasets")), exact);
    }

    /** One text or a list of texts; all else is none. */
    private static List<String> words(Object said) {
        return switch (said) {
            case String word -> List.of(word);
            case List<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .limit(MOST_WORDS)
                        .toList();
            case null, default -> List.of();
        };
    }

    /** Null where it is of no kind that a GGUF's general keys have. */
    private static Object value(Object said) {
        return switch (said) {
            case Long number when number >= 0 && number <= 0xffffffffL -> (int) (long) number;
            case Double number -> number.floatValue();
            case String text -> text;
            case Boolean truth -> truth;
            case List<?> list when list.stream().allMatch(String.class::isInstance) -> words(list);
            case null, default -> null;
        };
    }

    /** The keys for a GGUF. */
    Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>(general);
        if (!exact) {
            described(keys, "base_model", bases);
            described(keys, "dataset", datasets);
        }
        return keys;
    }

    private static void described(Map<String, Object> keys, String what, List<String> names) {
        List<String> known =
                names.stream().filter(name -> ON_HUB.matcher(name).matches()).toList();
        if (known.isEmpty()) {
            return;
        }
        keys.put(GENERAL + what + ".count", known.size());
        for (int i = 0; i < known.size(); i++) {
            String[] parts = known.get(i).split("/");
            String prefix = GENERAL + what + "." + i + ".";
            keys.put(prefix + "name", parts[1]);
            keys.put(prefix + "organization", parts[0]);
            keys.put(prefix + "repo_url", HUB + known.get(i));
        }
    }

    /** What a card says of it, tags, bases and data sets aside. */
    Map<String, Object> said() {
        Map<String, Object> said = new LinkedHashMap<>();
        NAMES.forEach((key, name) -> {
            Object value = general.get(GENERAL + key);
            if (value != null && !key.equals("tags") && small(value)) {
                said.put(name, value);
            }
        });
        return said;
    }

    List<String> tags() {
        return words(general.get(GENERAL + "tags"));
    }

    /** What has no name of its own in a card, where the card shall say all; the pair of it and its name. */
    Map<String, Object> verbatim() {
        if (!exact) {
            return Map.of();
        }
        Map<String, Object> rest = new LinkedHashMap<>();
        general.forEach((key, value) -> {
            if (!NAMES.containsKey(key.substring(GENERAL.length())) && small(value)) {
                rest.put(key, value);
            }
        });
        return Map.of(VERBATIM, rest);
    }

    /** A card is read by people. */
    private static boolean small(Object value) {
        return value instanceof List<?> list
                ? list.size() <= MOST_WORDS
                        && list.stream().allMatch(word -> word.toString().length() <= LONGEST)
                : value.toString().length() <= LONGEST;
    }

    /** Without what is no longer true of a model of another size. */
    ModelMetadata resized() {
        Map<String, Object> rest = new LinkedHashMap<>(general);
        rest.remove(GENERAL + "size_label");
        return new ModelMetadata(rest, bases, datasets, exact);
    }
}

package sulcus.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.format.GgufFile;
import sulcus.task.Refusal;

/**
 * The tokenizer of a model as metadata of a GGUF file (keys {@code tokenizer.*}, see gguf-py's constants.py): carried over from
 * a GGUF, or made from the tokenizer.json of a Hugging Face folder.
 */
public final class GgufVocabulary {
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int BYTE = 6;

    /** Special tokens as tokenizer_config.json names them, and the keys of their ids. */
    static final Map<String, String> IDS = Map.of(
            "bos_token", "tokenizer.ggml.bos_token_id",
            "eos_token", "tokenizer.ggml.eos_token_id",
            "unk_token", "tokenizer.ggml.unknown_token_id",
            "pad_token", "tokenizer.ggml.padding_token_id");

    /** What is put around a text, likewise. */
    static final Map<String, String> FLAGS = Map.of(
            "add_bos_token", "tokenizer.ggml.add_bos_token",
            "add_eos_token", "tokenizer.ggml.add_eos_token",
            "add_prefix_space", "tokenizer.ggml.add_space_prefix");

    private GgufVocabulary() {}

    /**
     * The metadata, in the kinds of values that {@link sulcus.format.GgufWriter} takes.
     *
     * @param model folder or .gguf file
     * @param rows of the embedding: ids without a token become fillers
     * @throws Refusal if there is no tokenizer, or GGUF has no words for it
     */
    public static Map<String, Object> of(Path model, int rows) {
        Path gguf = Files.isDirectory(model) ? GgufTokenizer.only(model).orElse(null) : model;
        return gguf == null ? ofFolder(model, rows) : ofGguf(gguf);
    }

    private static Map<String, Object> ofGguf(Path path) {
        Map<String, Object> keys = new LinkedHashMap<>();
        try (GgufFile file = GgufFile.open(path)) {
            file.metadata().forEach((key, value) -> {
                if (key.startsWith("tokenizer.")) {
                    keys.put(key, carried(path + ": " + key, value));
                }
            });
        }
        if (!keys.containsKey("tokenizer.ggml.tokens")) {
            throw new Refusal(path + ": holds no tokenizer, and a GGUF needs one; use a file that has one");
        }
        return keys;
    }

    /**
     * A value of a GGUF's metadata as it is written again.
     *
     * @param what file and key, for a refusal
     */
    public static Object carried(String what, Object value) {
        return switch (value) {
            case Long number when number >= 0 && number <= 0xffffffffL -> (int) (long) number;
            case Long number -> number;
            case List<?> list when list.isEmpty() || list.getFirst() instanceof String -> List.copyOf(list);
            case List<?> list
            when list.getFirst() instanceof Long ->
                list.stream().mapToInt(number -> Math.toIntExact((Long) number)).toArray();
            case List<?> list
            when list.getFirst() instanceof Float -> {
                float[] numbers = new float[list.size()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = (Float) list.get(i);
                }
                yield numbers;
            }
            case Float f -> f;
            case Double d -> d;
            case Boolean b -> b;
            case String s -> s;
            default -> throw new Refusal(what + ": a value of this kind is not carried over");
        };
    }

    private static Map<String, Object> ofFolder(Path folder, int rows) {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new Refusal(
                    folder + ": there is no tokenizer.json, and a GGUF needs a tokenizer; copy it from the model's"
                            + " original folder");
        }
        JsonNode root = FolderTokenizer.json(file);
        JsonNode model = root.path("model");
        PreTokenizer splitting = TokenizerSplitting.of(root);
        String name = splitting == null ? null : splitting.name();
        boolean byteLevel = model.path("type").asText("BPE").equals("BPE")
                && !model.path("byte_fallback").asBoolean(false)
                && root.path("decoder").toString().contains("\"ByteLevel\"");
        SentencePiece pieces = SentencePiece.of(root);
        if (pieces != null) {
            return ofPieces(folder, root, pieces, rows);
        }
        if (!byteLevel || name == null) {
            throw new Refusal(
                    file + ": "
                            + (byteLevel
                                    ? "how it cuts words"
                                    : "a vocabulary that is neither byte-level nor SentencePiece BPE")
                            + " is not written as GGUF; write a Hugging Face folder, or convert the folder with llama.cpp's own script");
        }
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("tokenizer.ggml.model", "gpt2");
        keys.put("tokenizer.ggml.pre", name);
        Map<String, Integer> ids = tokens(file, root, rows, keys);
        keys.put("tokenizer.ggml.merges", merges(file, model.path("merges")));
        settings(folder, root, ids, keys);
        return keys;
    }

    /** SentencePiece's own files have scores; a tokenizer.json has merges instead, whose order says as much. */
    private static Map<String, Object> ofPieces(Path folder, JsonNode root, SentencePiece pieces, int rows) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("tokenizer.ggml.model", "llama");
        keys.put("tokenizer.ggml.pre", "default");
        Path file = folder.resolve("tokenizer.json");
        Map<String, Integer> ids = tokens(file, root, rows, keys);
        int[] types = (int[]) keys.get("tokenizer.ggml.token_type");
        ids.forEach((token, id) -> {
            if (token.equals(pieces.unknown())) {
                types[id] = UNKNOWN;
            } else if (SentencePiece.isByte(token)) {
                types[id] = BYTE;
            }
        });
        List<String> merges = merges(file, root.path("model").path("merges"));
        keys.put("tokenizer.ggml.scores", SentencePiece.scores(merges, ids, rows));
        settings(folder, root, ids, keys);
        keys.put("tokenizer.ggml.add_space_prefix", pieces.spaceInFront());
        // llama.cpp's default for this kind is true
        keys.putIfAbsent("tokenizer.ggml.add_bos_token", false);
        return keys;
    }

    private static Map<String, Integer> tokens(Path file, JsonNode root, int rows, Map<String, Object> keys) {
        String[] tokens = new String[rows];
        int[] types = new int[rows];
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> token :
                root.path("model").path("vocab").properties()) {
            put(file, token.getKey(), token.getValue(), NORMAL, tokens, types, ids);
        }
        for (JsonNode added : root.path("added_tokens")) {
            int type = added.path("special").asBoolean(false) ? CONTROL : USER_DEFINED;
            put(file, added.path("content").asText(), added.path("id"), type, tokens, types, ids);
        }
        for (int id = 0; id < rows; id++) {
            if (tokens[id] == null) {
                tokens[id] = filler(id);
                types[id] = UNUSED;
            }
        }
        keys.put("tokenizer.ggml.tokens", List.of(tokens));
        keys.put("tokenizer.ggml.token_type", types);
        return ids;
    }

    /** What llama.cpp's conversion calls an id that no token has. */
    static String filler(int id) {
        return "[PAD" + id + "]";
    }

    private static void put(
            Path file, String token, JsonNode id, int type, String[] tokens, int[] types, Map<String, Integer> ids) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= tokens.length) {
            throw new Refusal(file + ": token \"" + token + "\" has the id " + id + ", and the model has "
                    + tokens.length + " rows for tokens; the tokenizer belongs to another model");
        }
        tokens[id.intValue()] = token;
        types[id.intValue()] = type;
        ids.put(token, id.intValue());
    }

    private static List<String> merges(Path file, JsonNode merges) {
        List<String> lines = new ArrayList<>();
        for (JsonNode merge : merges) {
            String line = merge.isArray() && merge.size() == 2
                    ? merge.get(0).asText() + " " + merge.get(1).asText()
                    : merge.asText();
            if (line.chars().filter(c -> c == ' ').count() != 1) {
                throw new Refusal(file + ": merges: entry " + lines.size() + " is no pair of tokens");
            }
            lines.add(line);
        }
        return lines;
    }

    /** Special tokens and flags, by the files beside tokenizer.json. */
    private static void settings(Path folder, JsonNode root, Map<String, Integer> ids, Map<String, Object> keys) {
        JsonNode settings = FolderTokenizer.json(folder.resolve("tokenizer_config.json"));
        JsonNode config = FolderTokenizer.json(folder.resolve("config.json"));
        IDS.forEach((token, key) -> {
            Integer id = ids.get(FolderTokenizer.name(settings.path(token)));
            JsonNode listed = config.path(token + "_id");
            JsonNode first = listed.isArray() ? listed.path(0) : listed;
            if (id == null && first.isIntegralNumber() && ids.containsValue(first.intValue())) {
                id = first.intValue();
            }
            if (id != null) {
                keys.put(key, id);
            }
        });
        if (beginsTexts(root)) {
            keys.put("tokenizer.ggml.add_bos_token", true);
        }
        FLAGS.forEach((flag, key) -> {
            if (settings.path(flag).isBoolean()) {
                keys.put(key, settings.path(flag).booleanValue());
            }
        });
        String template = FolderTokenizer.chatTemplate(folder, settings.path("chat_template"));
        if (!template.isEmpty()) {
            keys.put("tokenizer.chat_template", template);
        }
    }

    /** Whether a post-processor puts a special token in front of every text. */
    private static boolean beginsTexts(JsonNode root) {
        JsonNode processor = root.path("post_processor");
        List<JsonNode> steps = new ArrayList<>(List.of(processor));
        processor.path("processors").forEach(steps::add);
        return steps.stream().anyMatch(step -> step.path("single").path(0).has("SpecialToken"));
    }
}

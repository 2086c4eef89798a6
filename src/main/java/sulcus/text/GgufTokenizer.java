package sulcus.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sulcus.format.GgufFile;
import sulcus.task.Refusal;

/**
 * The tokenizer that a GGUF file describes in its metadata (keys {@code tokenizer.*}, see gguf-py's constants.py), for
 * byte-level BPE ("gpt2"), SentencePiece ("llama") and WordPiece ("bert") vocabularies.
 *
 * @param json the same as a tokenizer.json
 */
record GgufTokenizer(TokenizerJson json, TokenizerSettings settings) {
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int MOST_TOKENS = 4_000_000;

    /** Opens the file's tokenizer in the native library. */
    static Tokenizer open(Path file) {
        GgufTokenizer tokenizer = read(file);
        return NativeTokenizer.of(
                file + ": tokenizer",
                tokenizer.json.bytes(),
                new SpecialTokens(
                        tokenizer.settings.endOfText(),
                        "",
                        tokenizer.settings.beginOfText(),
                        "",
                        tokenizer.settings.chatTemplate()));
    }

    /** The .gguf file of a folder that has no tokenizer.json and no other .gguf file. */
    static Optional<Path> only(Path folder) {
        if (Files.exists(folder.resolve("tokenizer.json"))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".gguf")).toList();
            return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
        } catch (IOException e) {
            throw new Refusal(folder + ": cannot be read: " + e.getMessage() + "; check its permissions", e);
        }
    }

    static GgufTokenizer read(Path path) {
        try (GgufFile file = GgufFile.open(path)) {
            String model = file.string("tokenizer.ggml.model");
            if (model == null) {
                throw new Refusal(path + ": holds no tokenizer (no tokenizer.ggml.model); use a file that has one");
            }
            List<String> tokens = strings(file, "tokenizer.ggml.tokens");
            Map<String, Integer> vocabulary = vocabulary(file, tokens);
            List<TokenizerJson.Added> added = added(file, tokens);
            TokenizerJson json = switch (model) {
                case "gpt2" ->
                    new TokenizerJson(vocabulary, strings(file, "tokenizer.ggml.merges"), added, splitting(file));
                case "llama" ->
                    new TokenizerJson(
                            vocabulary,
                            SentencePiece.merges(path.toString(), vocabulary, scores(file, tokens.size())),
                            added,
                            pieces(file, tokens));
                case "bert" -> wordPieces(file, tokens, vocabulary, added);
                default ->
                    throw new Refusal(path + ": tokenizer.ggml.model: \"" + model
                            + "\" vocabularies are not read, only byte-level BPE (\"gpt2\"), SentencePiece (\"llama\") and word pieces (\"bert\"); use"
                            + " the model's Hugging Face folder");
            };
            return new GgufTokenizer(json, settings(file, tokens.size()));
        }
    }

    private static float[] scores(GgufFile file, int size) {
        List<Number> listed = file.list("tokenizer.ggml.scores", Number.class);
        if (listed == null || listed.size() != size) {
            throw new Refusal(file.path() + ": tokenizer.ggml.scores: "
                    + (listed == null ? "is missing" : listed.size() + " scores for " + size + " tokens")
                    + "; convert the model again");
        }
        float[] scores = new float[size];
        for (int id = 0; id < size; id++) {
            scores[id] = listed.get(id).floatValue();
            if (Float.isNaN(scores[id])) {
                throw new Refusal(file.path() + ": tokenizer.ggml.scores: token " + id
                        + " has no number as its score; convert the model again");
            }
        }
        return scores;
    }

    private static SentencePiece pieces(GgufFile file, List<String> tokens) {
        Boolean space = file.truth("tokenizer.ggml.add_space_prefix");
        int unknown = id(file, GgufVocabulary.IDS.get("unk_token"), tokens.size());
        return new SentencePiece(space == null || space, unknown < 0 ? null : tokens.get(unknown));
    }

    private static TokenizerJson wordPieces(
            GgufFile file, List<String> tokens, Map<String, Integer> marked, List<TokenizerJson.Added> added) {
        Set<String> special = new HashSet<>();
        added.forEach(token -> special.add(token.content()));
        int unknown = id(file, GgufVocabulary.IDS.get("unk_token"), tokens.size());
        if (unknown < 0) {
            throw new Refusal(file.path() + ": " + GgufVocabulary.IDS.get("unk_token")
                    + ": is missing, and word pieces need a token for what they do not cover; convert the model again");
        }
        special.add(tokens.get(unknown));
        return new TokenizerJson(
                WordPiece.vocabulary(marked, special),
                List.of(),
                added,
                new WordPiece(WordPiece.lowercase(marked, special), tokens.get(unknown)));
    }

    private static TokenizerSettings settings(GgufFile file, int size) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        GgufVocabulary.IDS.forEach((token, key) -> {
            int id = id(file, key, size);
            if (id >= 0) {
                ids.put(token, id);
            }
        });
        Map<String, Boolean> flags = new LinkedHashMap<>();
        GgufVocabulary.FLAGS.forEach((flag, key) -> {
            if (file.truth(key) != null) {
                flags.put(flag, file.truth(key));
            }
        });
        String template = file.string("tokenizer.chat_template");
        String architecture = file.string("general.architecture");
        Number positions = architecture == null ? null : file.number(architecture + ".context_length");
        return new TokenizerSettings(
                ids,
                flags,
                template == null ? "" : template,
                positions == null ? 0 : (int) Math.min(Integer.MAX_VALUE, Math.max(0, positions.longValue())));
    }

    private static List<String> strings(GgufFile file, String key) {
        List<String> list = file.list(key, String.class);
        if (list == null || list.isEmpty()) {
            throw new Refusal(file.path() + ": " + key + ": is missing or empty; convert the model again");
        }
        if (list.size() > MOST_TOKENS) {
            throw new Refusal(file.path() + ": " + key + ": " + list.size() + " entries are too many (most: "
                    + MOST_TOKENS + "); check where the file comes from");
        }
        return List.copyOf(list);
    }

    private static Map<String, Integer> vocabulary(GgufFile file, List<String> tokens) {
        List<Number> types = file.list("tokenizer.ggml.token_type", Number.class);
        Map<String, Integer> ids = LinkedHashMap.newLinkedHashMap(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            boolean filler = types != null
                    && id < types.size()
                    && types.get(id).intValue() == UNUSED
                    && tokens.get(id).equals(GgufVocabulary.filler(id));
            if (!filler) {
                // some files list a token twice: the first one is meant
                ids.putIfAbsent(tokens.get(id), id);
            }
        }
        return ids;
    }

    private static List<TokenizerJson.Added> added(GgufFile file, List<String> tokens) {
        List<Number> types = file.list("tokenizer.ggml.token_type", Number.class);
        if (types == null) {
            return List.of();
        }
        if (types.size() != tokens.size()) {
            throw new Refusal(file.path() + ": tokenizer.ggml.token_type: " + types.size() + " types for "
                    + tokens.size() + " tokens; convert the model again");
        }
        List<TokenizerJson.Added> added = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            int type = types.get(id).intValue();
            if ((type == CONTROL || type == USER_DEFINED) && !tokens.get(id).isEmpty()) {
                added.add(new TokenizerJson.Added(id, tokens.get(id), type == CONTROL));
            }
        }
        return added;
    }

    private static PreTokenizer splitting(GgufFile file) {
        String name = file.string("tokenizer.ggml.pre");
        PreTokenizer splitting = PreTokenizer.named(name == null ? "default" : name);
        if (splitting == null) {
            throw new Refusal(file.path() + ": tokenizer.ggml.pre: \"" + name + "\" is not known (known: "
                    + String.join(", ", PreTokenizer.names()) + "); use the model's Hugging Face folder");
        }
        return splitting;
    }

    private static int id(GgufFile file, String key, int size) {
        Number number = file.number(key);
        if (number == null) {
            return -1;
        }
        long id = number.longValue();
        if (id < 0 || id >= size) {
            throw new Refusal(file.path() + ": " + key + ": " + id + " is no token (there are " + size
                    + "); convert the model again");
        }
        return (int) id;
    }
}

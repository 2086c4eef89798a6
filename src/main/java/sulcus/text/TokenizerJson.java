package sulcus.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A BPE tokenizer, over bytes or as SentencePiece has it, or one of word pieces, in the form that Hugging Face's tokenizers library reads and writes.
 *
 * @param vocabulary tokens, special ones too, with their ids; over bytes they are in the byte alphabet
 * @param merges "left right", first to be joined first; none for word pieces
 * @param added special and user-defined tokens, found in a text before anything else
 * @param steps what is done to a text before its tokens are joined, and after
 */
public record TokenizerJson(Map<String, Integer> vocabulary, List<String> merges, List<Added> added, Steps steps) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What lies around the model of a tokenizer. */
    public sealed interface Steps permits PreTokenizer, SentencePiece, WordPiece {}

    /**
     * A token that stands for itself.
     *
     * @param special left out where only text is wanted
     */
    public record Added(int id, String content, boolean special) {}

    /** The bytes of tokenizer.json. */
    public byte[] bytes() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode list = root.putArray("added_tokens");
        added.forEach(token -> list.addObject()
                .put("id", token.id())
                .put("content", token.content())
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", token.special()));
        ObjectNode model = switch (steps) {
            case PreTokenizer words -> words(root, words);
            case SentencePiece pieces -> pieces(root, pieces);
            case WordPiece word -> wordPieces(root, word);
        };
        ObjectNode ids = model.putObject("vocab");
        vocabulary.forEach(ids::put);
        if (!(steps instanceof WordPiece)) {
            ArrayNode pairs = model.putArray("merges");
            merges.forEach(pairs::add);
        }
        return write(root);
    }

    private static ObjectNode words(ObjectNode root, PreTokenizer splitting) {
        if (splitting.composed()) {
            root.putObject("normalizer").put("type", "NFC");
        } else {
            root.putNull("normalizer");
        }
        ObjectNode sequence = root.putObject("pre_tokenizer").put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        for (String pattern : splitting.patterns()) {
            ObjectNode split = steps.addObject().put("type", "Split");
            split.putObject("pattern").put("Regex", pattern);
            split.put("behavior", "Isolated").put("invert", false);
        }
        byteLevel(steps.addObject());
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"));
        return model(root, null, splitting.wholeWordsFirst(), false);
    }

    private static ObjectNode pieces(ObjectNode root, SentencePiece pieces) {
        ArrayNode before = root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        if (pieces.spaceInFront()) {
            before.addObject().put("type", "Prepend").put("prepend", SentencePiece.SPACE);
        }
        replace(before.addObject(), " ", SentencePiece.SPACE);
        root.putNull("pre_tokenizer").putNull("post_processor");
        ArrayNode after = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
        replace(after.addObject(), SentencePiece.SPACE, " ");
        after.addObject().put("type", "ByteFallback");
        after.addObject().put("type", "Fuse");
        if (pieces.spaceInFront()) {
            after.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        return model(root, pieces.unknown(), false, true);
    }

    private static ObjectNode wordPieces(ObjectNode root, WordPiece word) {
        root.putObject("normalizer")
                .put("type", "BertNormalizer")
                .put("clean_text", true)
                .put("handle_chinese_chars", true)
                .putNull("strip_accents")
                .put("lowercase", word.lowercase());
        root.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        root.putNull("post_processor");
        root.putObject("decoder")
                .put("type", "WordPiece")
                .put("prefix", WordPiece.WITHIN)
                .put("cleanup", true);
        return root.putObject("model")
                .put("type", "WordPiece")
                .put("unk_token", word.unknown())
                .put("continuing_subword_prefix", WordPiece.WITHIN)
                .put("max_input_chars_per_word", 100);
    }

    private static void replace(ObjectNode step, String what, String by) {
        step.put("type", "Replace").put("content", by).putObject("pattern").put("String", what);
    }

    private static ObjectNode model(ObjectNode root, String unknown, boolean wholeWordsFirst, boolean bytes) {
        return root.putObject("model")
                .put("type", "BPE")
                .putNull("dropout")
                .put("unk_token", unknown)
                .putNull("continuing_subword_prefix")
                .putNull("end_of_word_suffix")
                .put("fuse_unk", bytes)
                .put("byte_fallback", bytes)
                .put("ignore_merges", wholeWordsFirst);
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", false);
    }

    /** The bytes of tokenizer_config.json. */
    public byte[] configuration(TokenizerSettings settings) {
        ObjectNode root = JSON.createObjectNode();
        root.put("tokenizer_class", "PreTrainedTokenizerFast").put("clean_up_tokenization_spaces", false);
        Map<String, Boolean> flags = new TreeMap<>(settings.flags());
        if (!(steps instanceof PreTokenizer)) {
            // would put a step of byte-level tokenizers in front; the space is the normalizer's
            flags.remove("add_prefix_space");
        } else {
            flags.putIfAbsent("add_prefix_space", false);
        }
        flags.forEach(root::put);
        Map<Integer, String> tokens = new HashMap<>();
        vocabulary.forEach((token, id) -> tokens.putIfAbsent(id, token));
        root.put("bos_token", tokens.get(settings.beginOfText()));
        root.put("eos_token", tokens.get(settings.endOfText()));
        for (String other : List.of("unk_token", "pad_token")) {
            if (settings.ids().containsKey(other)) {
                root.put(other, tokens.get(settings.ids().get(other)));
            }
        }
        if (!settings.chatTemplate().isEmpty()) {
            root.put("chat_template", settings.chatTemplate());
        }
        if (settings.maximumPositions() > 0) {
            root.put("model_max_length", settings.maximumPositions());
        }
        return write(root);
    }

    private static byte[] write(ObjectNode root) {
        try {
            return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

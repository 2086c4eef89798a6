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
 * A byte-level BPE tokenizer in the form that Hugging Face's tokenizers library reads and writes.
 *
 * @param vocabulary tokens in the byte alphabet, and special ones, with their ids
 * @param merges "left right", first to be joined first
 * @param added special and user-defined tokens, found in a text before anything else
 * @param splitting how a text is cut into words
 */
public record TokenizerJson(
        Map<String, Integer> vocabulary, List<String> merges, List<Added> added, PreTokenizer splitting) {

    private static final ObjectMapper JSON = new ObjectMapper();

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
        ObjectNode model = root.putObject("model")
                .put("type", "BPE")
                .putNull("dropout")
                .putNull("unk_token")
                .putNull("continuing_subword_prefix")
                .putNull("end_of_word_suffix")
                .put("fuse_unk", false)
                .put("byte_fallback", false)
                .put("ignore_merges", splitting.wholeWordsFirst());
        ObjectNode ids = model.putObject("vocab");
        vocabulary.forEach(ids::put);
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(pairs::add);
        return write(root);
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
        flags.putIfAbsent("add_prefix_space", false);
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

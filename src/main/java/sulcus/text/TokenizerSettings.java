package sulcus.text;

import java.util.Map;

/**
 * What a tokenizer_config.json says beside the vocabulary.
 *
 * @param ids of the special tokens that there are, by their names there: bos_token, eos_token, unk_token, pad_token
 * @param flags add_bos_token, add_eos_token, add_prefix_space, where they are said
 * @param chatTemplate "" for none
 * @param maximumPositions longest sequence, 0 if unknown
 */
public record TokenizerSettings(
        Map<String, Integer> ids, Map<String, Boolean> flags, String chatTemplate, int maximumPositions) {
    int beginOfText() {
        return ids.getOrDefault("bos_token", -1);
    }

    int endOfText() {
        return ids.getOrDefault("eos_token", -1);
    }
}

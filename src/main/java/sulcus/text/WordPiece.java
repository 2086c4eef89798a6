package sulcus.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The steps of BERT's tokenizer: punctuation and Chinese characters are cut off, and each word is covered from its beginning with
 * the longest known pieces.
 *
 * @param lowercase whether texts lose their capitals and accents first
 * @param unknown token of a word that no pieces cover
 */
record WordPiece(boolean lowercase, String unknown) implements TokenizerJson.Steps {
    /** What stands before a piece within a word in a tokenizer.json. */
    static final String WITHIN = "##";

    /**
     * A GGUF marks the pieces that begin a word, with U+2581, and a tokenizer.json those that do not.
     *
     * @param special tokens that are no pieces
     */
    static Map<String, Integer> vocabulary(Map<String, Integer> marked, Set<String> special) {
        Map<String, Integer> ids = LinkedHashMap.newLinkedHashMap(marked.size());
        marked.forEach((token, id) -> {
            boolean begins = token.startsWith(SentencePiece.SPACE);
            String piece = special.contains(token) ? token : begins ? token.substring(1) : WITHIN + token;
            ids.putIfAbsent(piece, id);
        });
        return ids;
    }

    /** A vocabulary without a capital letter among its words was learned on texts without them. */
    static boolean lowercase(Map<String, Integer> vocabulary, Set<String> special) {
        return vocabulary.keySet().stream()
                .filter(token -> !special.contains(token))
                .noneMatch(token -> token.chars().anyMatch(Character::isUpperCase));
    }
}

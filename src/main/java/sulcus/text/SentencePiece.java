package sulcus.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import sulcus.task.Refusal;

/**
 * The steps of a SentencePiece BPE tokenizer (Kudo and Richardson 2018): spaces become U+2581, and what no token covers is spelled
 * in bytes, {@code <0x00>} to {@code <0xFF>}. There is no cutting into words.
 *
 * @param spaceInFront whether a text gets a space before its first character, which decoding takes away
 * @param unknown token of what bytes cannot spell either; null for none
 */
public record SentencePiece(boolean spaceInFront, String unknown) implements TokenizerJson.Steps {
    static final String SPACE = "\u2581";

    /** The longest known token is a run of 31 line feeds; each character costs a look into the vocabulary. */
    private static final int LONGEST_PIECE = 1024;

    private record Merge(String left, String right, float score, int id) {}

    /**
     * The merges that join as the scores say. SentencePiece joins those neighbours first whose whole has the highest score,
     * so the merges are all cuts of all tokens into two tokens, by the score of the whole; equal scores by id.
     *
     * @param scores one a token id
     * @throws Refusal if a token is too long to be one
     */
    static List<String> merges(String source, Map<String, Integer> vocabulary, float[] scores) {
        List<Merge> merges = new ArrayList<>();
        vocabulary.forEach((token, id) -> {
            if (token.length() > LONGEST_PIECE) {
                throw new Refusal(source + ": tokenizer.ggml.tokens: token " + id + " has " + token.length()
                        + " characters (most: " + LONGEST_PIECE + "); check where the file comes from");
            }
            // a space never comes so far, and would part the two names
            if (token.indexOf(' ') < 0) {
                for (int at = 1; at < token.length(); at++) {
                    String left = token.substring(0, at);
                    String right = token.substring(at);
                    if (vocabulary.containsKey(left) && vocabulary.containsKey(right)) {
                        merges.add(new Merge(left, right, scores[id], id));
                    }
                }
            }
        });
        merges.sort(Comparator.comparingDouble((Merge merge) -> -merge.score()).thenComparingInt(Merge::id));
        return merges.stream().map(merge -> merge.left() + " " + merge.right()).toList();
    }
}

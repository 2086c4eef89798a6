package sulcus.text;

import com.fasterxml.jackson.databind.JsonNode;
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
     * The steps of a tokenizer.json, in any of the spellings that Hugging Face's conversions of SentencePiece models have: the
     * space in front by the normalizer, by a Metaspace step, or not at all.
     *
     * @return null if it does something else to texts
     */
    static SentencePiece of(JsonNode root) {
        JsonNode model = root.path("model");
        if (!model.path("type").asText("BPE").equals("BPE")
                || !model.path("byte_fallback").asBoolean(false)) {
            return null;
        }
        boolean space = false;
        for (JsonNode step : steps(root.path("normalizer"), "normalizers")) {
            String type = step.path("type").asText();
            if (type.equals("Prepend") && step.path("prepend").asText().equals(SPACE)) {
                space = true;
            } else if (!type.equals("Replace")
                    || !step.path("pattern").path("String").asText().equals(" ")
                    || !step.path("content").asText().equals(SPACE)) {
                return null;
            }
        }
        for (JsonNode step : steps(root.path("pre_tokenizer"), "pretokenizers")) {
            // spaces are gone when Gemma's step looks for them
            boolean idle = step.path("type").asText().equals("Split")
                    && step.path("pattern").path("String").asText().equals(" ");
            boolean metaspace = step.path("type").asText().equals("Metaspace")
                    && step.path("replacement").asText().equals(SPACE)
                    && !step.path("split").asBoolean(false);
            if (!idle && !metaspace) {
                return null;
            }
            space |= metaspace
                    && !step.path("prepend_scheme").asText("always").equals("never")
                    && step.path("add_prefix_space").asBoolean(true);
        }
        String unknown = model.path("unk_token").asText("");
        return new SentencePiece(space, unknown.isEmpty() ? null : unknown);
    }

    private static List<JsonNode> steps(JsonNode node, String inside) {
        List<JsonNode> steps = new ArrayList<>();
        if (node.path("type").asText().equals("Sequence")) {
            node.path(inside).forEach(steps::add);
        } else if (node.isObject()) {
            steps.add(node);
        }
        return steps;
    }

    /** Whether a token spells a byte. */
    static boolean isByte(String token) {
        return token.matches("<0x[0-9A-F]{2}>");
    }

    /**
     * Scores that join as the merges say: less the later the first merge that makes a token. A token that no merge makes is
     * joined last of all, and what is found before joining has 0.
     *
     * @param rows ids
     */
    static float[] scores(List<String> merges, Map<String, Integer> ids, int rows) {
        float[] scores = new float[rows];
        ids.forEach((token, id) -> scores[id] = token.length() == 1 ? -merges.size() - 1 : 0);
        boolean[] made = new boolean[rows];
        for (int rank = 0; rank < merges.size(); rank++) {
            Integer id = ids.get(merges.get(rank).replace(" ", ""));
            if (id != null && !made[id]) {
                made[id] = true;
                scores[id] = -rank - 1;
            }
        }
        return scores;
    }

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

package sulcus.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads from a tokenizer.json how it cuts a text into words. */
final class TokenizerSplitting {
    private TokenizerSplitting() {}

    /** @return null for a way that {@link PreTokenizer} has no words for */
    static PreTokenizer of(JsonNode root) {
        JsonNode splitting = root.path("pre_tokenizer");
        List<JsonNode> steps = new ArrayList<>();
        if (splitting.path("type").asText().equals("Sequence")) {
            splitting.path("pretokenizers").forEach(steps::add);
        } else {
            steps.add(splitting);
        }
        List<String> patterns = new ArrayList<>();
        for (JsonNode step : steps) {
            String pattern = switch (step.path("type").asText()) {
                case "Split" ->
                    step.path("behavior").asText().equals("Isolated")
                                    && !step.path("invert").asBoolean()
                            ? step.path("pattern").path("Regex").textValue()
                            : null;
                case "Digits" -> step.path("individual_digits").asBoolean() ? PreTokenizer.DIGIT : null;
                // the words are cut by another step where it does not cut them itself
                case "ByteLevel" ->
                    step.path("add_prefix_space").asBoolean()
                            ? null
                            : step.path("use_regex").asBoolean(true) ? PreTokenizer.GPT2 : "";
                default -> null;
            };
            if (pattern == null) {
                return null;
            }
            if (!pattern.isEmpty()) {
                patterns.add(pattern);
            }
        }
        String normalizer = root.path("normalizer").path("type").asText("");
        if (!normalizer.isEmpty() && !normalizer.equals("NFC")) {
            return null;
        }
        boolean whole = root.path("model").path("ignore_merges").asBoolean(false);
        return new PreTokenizer(List.copyOf(patterns), normalizer.equals("NFC"), whole);
    }
}

package sulcus.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sulcus.format.AtomicFile;

/**
 * Multiple-choice items of the sample's kinds of text: a document without its last answer, the answer that follows, and answers of
 * other documents of the kind that do not.
 */
final class Choices {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Choices of an item. */
    private static final int OFFERED = 4;

    private Choices() {}

    /**
     * Writes items for documents, in their order; the kind stands beside each.
     *
     * @param seed draws the wrong answers and the right one's place
     */
    static void write(Path file, List<SampleDocument> documents, long seed) {
        Random random = new Random(seed);
        StringBuilder lines = new StringBuilder();
        for (SampleDocument document : documents) {
            List<String> choices = new ArrayList<>(List.of(document.completion()));
            while (choices.size() < OFFERED) {
                String other = SampleText.document(document.kind(), random).completion();
                if (!choices.contains(other)) {
                    choices.add(other);
                }
            }
            int answer = random.nextInt(OFFERED);
            choices.set(0, choices.get(answer));
            choices.set(answer, document.completion());
            ObjectNode item = JSON.createObjectNode().put("context", document.prompt());
            ArrayNode offered = item.putArray("choices");
            choices.forEach(offered::add);
            lines.append(item.put("answer", answer).put("kind", document.kind().label()))
                    .append('\n');
        }
        AtomicFile.write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}

package sulcus.sample;

import java.util.List;

/**
 * A generated document and the places in it at which only one continuation is right.
 *
 * @param answers at least one, in order
 */
public record SampleDocument(Kind kind, String text, List<Span> answers) {
    /**
     * A part of the text that follows from what stands before it.
     *
     * @param to the first character behind it
     */
    public record Span(int from, int to) {}

    /** What a model is given: the text before the last answer. */
    public String prompt() {
        return text.substring(0, answers.getLast().from());
    }

    /** What it should say: the last answer. */
    public String completion() {
        return text.substring(answers.getLast().from(), answers.getLast().to());
    }
}

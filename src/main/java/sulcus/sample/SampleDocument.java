package sulcus.sample;

/**
 * A generated document with one place in it at which only one continuation is right.
 *
 * @param promptEnd the first character of the completion
 * @param completionEnd the first character after it
 */
public record SampleDocument(Kind kind, String text, int promptEnd, int completionEnd) {
    /** What a model is given. */
    public String prompt() {
        return text.substring(0, promptEnd);
    }

    /** What it should answer. */
    public String completion() {
        return text.substring(promptEnd, completionEnd);
    }
}

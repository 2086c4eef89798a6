package sulcus.workbench.tasks;

/**
 * Something the user should know.
 *
 * @param kind whether it went well
 * @param text one line: what happened, where, what to do
 */
public record Notice(Kind kind, String text) {
    /** How serious it is. */
    public enum Kind {
        DONE,
        REFUSED,
        DEFECT
    }
}

package sulcus.workbench.tasks;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;

/**
 * Something the user should know.
 *
 * @param kind whether it went well
 * @param text one line: what happened, where, what to do
 * @param detail for a report of a defect: where in the program it came from; empty for all others
 * @param time when
 */
public record Notice(Kind kind, String text, String detail, Instant time) {
    /** How serious it is. */
    public enum Kind {
        DONE("done"),
        REFUSED("refused"),
        DEFECT("defect");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** In lower case, for a column. */
        public String word() {
            return word;
        }
    }

    static Notice now(Kind kind, String text) {
        return new Notice(kind, text, "", Instant.now());
    }

    static Notice defect(String what, Throwable failure) {
        StringWriter detail = new StringWriter();
        failure.printStackTrace(new PrintWriter(detail));
        return new Notice(
                Kind.DEFECT,
                what + ": defect of Sulcus: " + failure,
                detail.toString().strip(),
                Instant.now());
    }

    /** All that is known of it, for the clipboard. */
    public String whole() {
        return time + "  " + kind.word() + "  " + text + (detail.isEmpty() ? "" : "\n" + detail);
    }
}

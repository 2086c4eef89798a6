package sulcus.task;

/**
 * Says in one line why something cannot be done: the file or setting, the place in it, the reason, and what to do. The
 * command line prints the message and ends with status 1; the window shows it as a notice. Anything else that is thrown
 * is a defect of Sulcus.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }

    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}

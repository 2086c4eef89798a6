package sulcus.task;

/** Thrown by {@link Progress#check()} in work that was cancelled; what was finished before stays. */
public final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Cancelled() {
        super("cancelled");
    }
}

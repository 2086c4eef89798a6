package sulcus.algebra;

/** How many threads the dense operations use; part of what makes a result repeatable to the bit. */
public final class Threads {
    private Threads() {}

    /**
     * The system property {@code sulcus.threads}, else the environment's {@code SULCUS_THREADS}, else the machine's
     * processors; at least 1.
     */
    public static int count() {
        String wanted = System.getProperty("sulcus.threads", System.getenv("SULCUS_THREADS"));
        if (wanted != null) {
            try {
                int count = Integer.parseInt(wanted.strip());
                if (count >= 1 && count <= 1024) {
                    return count;
                }
            } catch (NumberFormatException e) {
                throw new sulcus.task.Refusal("sulcus.threads: \"" + wanted + "\" is not a number of threads", e);
            }
            throw new sulcus.task.Refusal("sulcus.threads: " + wanted + " is not in 1 … 1024");
        }
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }
}

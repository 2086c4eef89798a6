package sulcus.task;

/**
 * Where long work says how far it is and learns that it was cancelled. Work calls {@link #report} at least once a second
 * and at every natural step (a layer, a block of 16 MB, an iteration); {@code report} calls {@link #check}.
 */
public interface Progress {
    /** Progress that nobody watches and nobody cancels. */
    Progress NONE = new Progress() {
        @Override
        public void report(String what, double fraction) {}

        @Override
        public void check() {}
    };

    /**
     * Says what is being done and how much of the whole is behind.
     *
     * @param what a few words for the reader, such as "layer 12 of 30"
     * @param fraction 0 … 1
     * @throws Cancelled if the work should stop
     */
    void report(String what, double fraction);

    /** @throws Cancelled if the work should stop */
    void check();

    /** The stretch {@code from … to} of this progress as a progress of its own, 0 … 1. */
    default Progress part(double from, double to) {
        Progress whole = this;
        return new Progress() {
            @Override
            public void report(String what, double fraction) {
                whole.report(what, from + fraction * (to - from));
            }

            @Override
            public void check() {
                whole.check();
            }
        };
    }
}

package sulcus.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import sulcus.task.Progress;

/**
 * Progress on standard error with the time that is left: one line rewritten on a terminal, else a line every tenth of the
 * work but at most one every five seconds.
 */
final class TerminalProgress implements Progress {
    private static final long REDRAW = 100_000_000L;
    private static final long SPARSE = 5_000_000_000L;

    private final PrintWriter err;
    private final boolean quiet;
    private final boolean terminal;
    private final Interrupt interrupt;
    private final LongSupplier clock;
    private final long start;
    private long lastShown;
    private int lastTenth = -1;
    private int shownWidth;

    /** @param clock nanoseconds */
    TerminalProgress(PrintWriter err, boolean quiet, boolean terminal, Interrupt interrupt, LongSupplier clock) {
        this.err = err;
        this.quiet = quiet;
        this.terminal = terminal;
        this.interrupt = interrupt;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.lastShown = start - (terminal ? REDRAW : 0);
    }

    @Override
    public void check() {
        interrupt.check();
    }

    @Override
    public synchronized void report(String what, double fraction) {
        check();
        if (quiet) {
            return;
        }
        long now = clock.getAsLong();
        double share = Math.clamp(fraction, 0.0, 1.0);
        if (terminal) {
            if (now - lastShown >= REDRAW) {
                lastShown = now;
                String line = line(what, share, (now - start) / 1e9);
                err.print('\r' + line + " ".repeat(Math.max(0, shownWidth - line.length())));
                err.flush();
                shownWidth = line.length();
            }
        } else if ((int) (share * 10) > lastTenth && now - lastShown >= SPARSE) {
            lastShown = now;
            lastTenth = (int) (share * 10);
            err.println(line(what, share, (now - start) / 1e9));
            err.flush();
        }
    }

    /** Takes the rewritten line away, so that a message or a result starts on a clean line. */
    synchronized void end() {
        if (shownWidth > 0) {
            err.print('\r' + " ".repeat(shownWidth) + '\r');
            err.flush();
            shownWidth = 0;
        }
    }

    private static String line(String what, double share, double elapsed) {
        String left = share > 0.01 && elapsed > 2 && share < 1
                ? ", " + duration(elapsed * (1 - share) / share) + " left"
                : "";
        return String.format(Locale.ROOT, "%3d %%  %s%s", (int) (share * 100), what, left);
    }

    /** Seconds as 42 s, 3:07 or 1:02:45. */
    static String duration(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return s + " s";
        }
        return s < 3600
                ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }
}

package sulcus.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Where a command writes: results to one stream, messages and progress to the other. */
final class Console {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private final Interrupt interrupt;
    private TerminalProgress progress;
    private boolean quiet;

    /**
     * @param terminal whether {@code err} is a terminal, on which a line can be rewritten
     * @param interrupt asked by all progress whether the user wants to stop
     */
    Console(PrintWriter out, PrintWriter err, boolean terminal, Interrupt interrupt) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    /** Standard output and standard error, in UTF-8 where the locale does not say otherwise. */
    static Console standard(Interrupt interrupt) {
        return new Console(
                new PrintWriter(System.out, false, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                errorIsTerminal(),
                interrupt);
    }

    // The JDK only says whether both ends are a terminal; on Linux the descriptor itself tells.
    private static boolean errorIsTerminal() {
        Path descriptor = Path.of("/proc/self/fd/2");
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (java.io.IOException | UnsupportedOperationException e) {
            return System.console() != null && System.console().isTerminal();
        }
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    void quiet(boolean value) {
        quiet = value;
    }

    /** One line to the user, after any progress line was finished. */
    void say(String message) {
        endProgress();
        err.println(message);
        err.flush();
    }

    /** The progress of this command's work: shown on standard error, stopped by Ctrl-C. */
    Progress progress() {
        if (progress == null) {
            progress = new TerminalProgress(err, quiet, terminal, interrupt, System::nanoTime);
        }
        return progress;
    }

    /**
     * Asks the user.
     *
     * @param option that answers yes beforehand
     * @throws Refusal if nobody is there to answer
     */
    boolean ask(String question, String option) {
        java.io.Console asked = System.console();
        if (asked == null || !asked.isTerminal()) {
            throw new Refusal("nobody is here to say yes; look at what is above and give " + option);
        }
        endProgress();
        String answer = asked.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    /** Takes the progress line away. */
    void endProgress() {
        if (progress != null) {
            progress.end();
            progress = null;
        }
    }

    void flush() {
        out.flush();
        err.flush();
    }

    /** Whether this text can be written on standard output as it is. */
    boolean canPrint(String text) {
        return StandardCharsets.UTF_8.equals(System.out.charset())
                || System.out.charset().newEncoder().canEncode(text);
    }
}

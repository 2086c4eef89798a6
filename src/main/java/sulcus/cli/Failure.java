package sulcus.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import picocli.CommandLine.ParameterException;
import sulcus.study.Program;
import sulcus.task.Cancelled;
import sulcus.task.NativeCode;
import sulcus.task.Refusal;

/** Turns what was thrown into one line and an exit status. */
final class Failure {
    private Failure() {}

    static int report(Console console, Throwable thrown, String... args) {
        switch (NativeCode.told(thrown)) {
            case Cancelled c -> {
                console.say("sulcus: cancelled; what was finished is kept");
                return Main.CANCELLED;
            }
            case ParameterException wrong -> {
                console.say(wrong.getCommandLine().getCommandSpec().qualifiedName() + ": " + oneLine(wrong.getMessage())
                        + " (see " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
                return Main.WRONG_USAGE;
            }
            case Refusal refusal -> console.say("sulcus: " + oneLine(refusal.getMessage()));
            case OutOfMemoryError e ->
                console.say("sulcus: out of memory (the Java heap may take "
                        + Sizes.bytes(Runtime.getRuntime().maxMemory())
                        + "); use fewer or shorter texts, or give more with SULCUS_OPTS=-Xmx12g");
            default ->
                console.say("sulcus: this is a defect of Sulcus: " + oneLine(String.valueOf(thrown))
                        + "; the trace is in " + log(thrown, args));
        }
        return Main.COULD_NOT;
    }

    private static String oneLine(String message) {
        return message == null ? "no reason given" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    // In the user's state folder (XDG base directory specification), else in the folder for temporary files.
    private static String log(Throwable thrown, String... args) {
        StringWriter trace = new StringWriter();
        PrintWriter printer = new PrintWriter(trace);
        printer.println("sulcus " + Program.version() + ", " + Instant.now() + ", Java " + Runtime.version() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        printer.println(Main.typed(args));
        thrown.printStackTrace(printer);
        printer.flush();
        String state = System.getenv("XDG_STATE_HOME");
        Path home = state != null && !state.isBlank()
                ? Path.of(state, "sulcus")
                : Path.of(System.getProperty("user.home"), ".local", "state", "sulcus");
        for (Path folder : new Path[] {home, Path.of(System.getProperty("java.io.tmpdir"), "sulcus")}) {
            try {
                Files.createDirectories(folder);
                Path file = folder.resolve("failure-" + UUID.randomUUID() + ".log");
                Files.writeString(file, trace.toString(), StandardCharsets.UTF_8);
                return file.toString();
            } catch (IOException e) {
                thrown.addSuppressed(e);
            }
        }
        return "no file (nowhere to write one)";
    }
}

package sulcus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One command line run in this process: what it printed and its exit status. */
public record CommandLineRun(int status, String out, String err) {
    static CommandLineRun of(Interrupt interrupt, Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, interrupt);
        String[] args = new String[words.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = words[i].toString();
        }
        int status = Main.run(console, args);
        return new CommandLineRun(status, out.toString(), err.toString());
    }

    public static CommandLineRun of(Object... words) {
        return of(new Interrupt(), words);
    }

    /** The one JSON object on standard output. */
    JsonNode json() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (IOException e) {
            throw new AssertionError(out + err, e);
        }
    }

    /** Standard error without progress lines. */
    String message() {
        return String.join(
                "\n",
                err.lines().filter(line -> !line.matches("\\s*\\d+ %  .*")).toList());
    }
}

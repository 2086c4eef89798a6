package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sulcus.task.Refusal;

/** What all commands have in common: {@code --help}, {@code --json}, and the console they write to. */
abstract class Verb implements Callable<Integer> {
    @SuppressWarnings("UnusedVariable") // picocli reads it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    private boolean help;

    @Option(names = "--json", description = "print one JSON object on standard output and nothing else")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress on standard error")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    private Console console;

    final void attach(Console attached) {
        console = attached;
    }

    /** Does the work: fills {@code result} and returns the same for a reader. */
    abstract Report run(Console at, ObjectNode result) throws Exception;

    @Override
    public final Integer call() throws Exception {
        console.quiet(quiet);
        ObjectNode result = Json.object();
        Report report;
        try {
            report = run(console, result);
        } finally {
            console.endProgress();
        }
        if (json) {
            console.out().println(Json.line(result));
        } else {
            report.print(console.out());
        }
        if (report.failure() != null) {
            throw new Refusal(report.failure());
        }
        return Main.DONE;
    }

    /** Wrong usage that picocli cannot see by itself: exit status 2. */
    final ParameterException usage(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }
}

package sulcus.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program: with a command, the command line; with none, or {@code workbench [STUDY]}, the window. Exit status: 0 done, 1
 * could not (one line says what, where and what to do), 2 wrong usage, 130 cancelled, with what was finished kept.
 */
@Command(
        name = "sulcus",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Functional networks of language models: see them, prune by them.",
        description = {
            "",
            "MODEL is a Hugging Face folder, a .gguf file, or a name in the local Hugging Face cache (org/name).",
            "STUDY is a study folder. TEXT is .txt, .jsonl or .parquet, a folder of these, or several.",
            ""
        },
        commandListHeading = "%nCommands (each with --help):%n",
        footer = {"", "Exit status: 0 done, 1 could not, 2 wrong usage, 130 cancelled (what was finished is kept)."},
        subcommands = {
            InfoCommand.class,
            DownloadCommand.class,
            ActivationsCommand.class,
            DecomposeCommand.class,
            ThresholdCommand.class,
            NetworksCommand.class,
            PruneCommand.class,
            ConvertCommand.class,
            RecoverCommand.class,
            EvaluateCommand.class,
            SpeedCommand.class,
            CompareCommand.class,
            SensitivityCommand.class,
            FigureCommand.class,
            DataCommand.class,
            ReportCommand.class,
            GenerateCommand.class,
            StabilityCommand.class,
            RecurrenceCommand.class,
            FollowCommand.class,
            FingerprintCommand.class,
            LesionCommand.class,
            UnlearnCommand.class,
            ReproduceCommand.class,
            WorkbenchCommand.class,
            StartCommand.class
        })
public final class Main implements Runnable {
    static final int DONE = 0;
    static final int COULD_NOT = 1;
    static final int WRONG_USAGE = 2;
    static final int CANCELLED = 130;

    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        Unpacked.intoOneFolder();
        CudaLibraries.ifThereIsADriver();
        Interrupt interrupt = Interrupt.onCtrlC();
        int status;
        try {
            status = run(Console.standard(interrupt), args.length == 0 ? new String[] {"workbench"} : args);
        } finally {
            interrupt.settled();
        }
        System.exit(status);
    }

    /** Runs one command line. */
    static int run(Console console, String... args) {
        CommandLine line = new CommandLine(new Main(), new Commands(console));
        line.setOut(console.out()).setErr(console.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler((wrong, given) -> wrongUsage(console, wrong));
        line.setExecutionExceptionHandler((thrown, command, parsed) -> Failure.report(console, thrown, args));
        int status;
        try {
            status = line.execute(args);
        } catch (Error e) {
            // picocli hands over exceptions only
            status = Failure.report(console, e, args);
        }
        console.flush();
        return status;
    }

    private static int wrongUsage(Console console, ParameterException wrong) {
        CommandLine at = wrong.getCommandLine();
        String reason = wrong.getMessage().lines().findFirst().orElse("wrong usage");
        console.say(at.getCommandSpec().qualifiedName() + ": " + reason + " (see "
                + at.getCommandSpec().qualifiedName() + " --help)");
        return WRONG_USAGE;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? one of " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Makes commands with the console they write to. */
    private record Commands(Console console) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            K made = CommandLine.defaultFactory().create(type);
            if (made instanceof Verb verb) {
                verb.attach(console);
            }
            return made;
        }
    }

    /** The command line as one would type it, for messages and logs. */
    static String typed(String... args) {
        return "sulcus " + String.join(" ", Arrays.asList(args));
    }
}

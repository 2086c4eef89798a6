package sulcus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Other people's software, in Python: {@code -Dsulcus.python=PROGRAM}, or the environment variable SULCUS_PYTHON, else {@code
 * python3}. Where a package is missing, the test that needs it is passed over and says so.
 */
public final class PythonClient {
    private static final int MINUTES = 10;

    private PythonClient() {}

    /** The interpreter. */
    public static String interpreter() {
        String named = System.getProperty("sulcus.python", System.getenv("SULCUS_PYTHON"));
        return named == null || named.isBlank() ? "python3" : named;
    }

    /**
     * Passes the test over unless these packages can be imported.
     *
     * @param packages as after "import"
     */
    public static void needs(String packages) throws IOException, InterruptedException {
        needs(interpreter(), packages);
    }

    /** The same of another interpreter. */
    static void needs(String interpreter, String packages) throws IOException, InterruptedException {
        Ended ended;
        try {
            ended = run(List.of(interpreter, "-c", "import " + packages));
        } catch (IOException e) {
            ended = new Ended(1, "", e.getMessage());
        }
        assumeTrue(
                ended.status == 0,
                "passed over: " + interpreter + " cannot import " + packages
                        + " (set SULCUS_PYTHON to a Python that can): " + ended.err.strip());
    }

    /**
     * Runs a script and gives what it printed.
     *
     * @param name of a resource beside this class
     */
    public static String script(String name, Object... arguments) throws IOException, InterruptedException {
        return script(interpreter(), name, arguments);
    }

    /** The same by another interpreter. */
    static String script(String interpreter, String name, Object[] arguments) throws IOException, InterruptedException {
        Path script = Files.createTempFile("client", ".py");
        try {
            try (InputStream in = PythonClient.class.getResourceAsStream(name)) {
                Files.write(script, in.readAllBytes());
            }
            List<String> command = new ArrayList<>(List.of(interpreter, script.toString()));
            for (Object argument : arguments) {
                command.add(argument.toString());
            }
            Ended ended = run(command);
            assertThat(ended.status).as(name + ": " + ended.err).isZero();
            return ended.out.strip();
        } finally {
            Files.delete(script);
        }
    }

    private record Ended(int status, String out, String err) {}

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("client", ".out");
        Path err = Files.createTempFile("client", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(command + ": not done in " + MINUTES + " minutes");
            }
            return new Ended(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}

package sulcus.study;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What this program is, for what it writes into studies and manifests. */
public final class Program {
    private static final String VERSION = read();

    private Program() {}

    /** The version, as in the project's pom: "0.1.0". */
    public static String version() {
        return VERSION;
    }

    private static String read() {
        try (InputStream in = Program.class.getResourceAsStream("version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

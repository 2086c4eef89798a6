package sulcus.workbench.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.Consumer;
import sulcus.format.AtomicFile;
import sulcus.format.FileFailure;

/**
 * The session on disk: {@code session.json} in the user's settings folder, written whole or not at all. A file that cannot be
 * read is set aside as {@code session.json.damaged} and the window starts as at the first time.
 */
public record SessionFile(Path file) {
    private static final long LARGEST = 1 << 20;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Where the system keeps a user's settings; {@code -Dsulcus.settings=DIR} names another folder. */
    public static SessionFile ofUser() {
        String named = System.getProperty("sulcus.settings");
        Path folder = named != null ? Path.of(named) : usual();
        return new SessionFile(folder.resolve("session.json"));
    }

    private static Path usual() {
        Path home = Path.of(System.getProperty("user.home", "."));
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String roaming = System.getenv("APPDATA");
        String config = System.getenv("XDG_CONFIG_HOME");
        if (system.startsWith("windows") && roaming != null) {
            return Path.of(roaming, "Sulcus");
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("Sulcus");
        }
        return (config == null || config.isBlank() ? home.resolve(".config") : Path.of(config)).resolve("sulcus");
    }

    /** @param problem told in one line what was wrong with a file that is there */
    public Session read(Consumer<String> problem) {
        try {
            if (!Files.exists(file)) {
                return Session.FIRST;
            }
            if (Files.size(file) > LARGEST) {
                return aside("is too large", problem);
            }
            Session session = MAPPER.readValue(Files.readAllBytes(file), Session.class);
            if (session == null || session.version() != Session.VERSION) {
                return aside("is of another version", problem);
            }
            return session;
        } catch (JsonProcessingException e) {
            return aside("cannot be read", problem);
        } catch (IOException e) {
            problem.accept(file + ": cannot be read: " + e.getMessage());
            return Session.FIRST;
        }
    }

    private Session aside(String why, Consumer<String> problem) {
        Path damaged = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            Files.move(file, damaged, StandardCopyOption.REPLACE_EXISTING);
            problem.accept(file + ": " + why + "; it was set aside as " + damaged.getFileName());
        } catch (IOException e) {
            problem.accept(file + ": " + why + "; remove it");
        }
        return Session.FIRST;
    }

    public void write(Session session) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(
                    file,
                    MAPPER.writerWithDefaultPrettyPrinter()
                            .writeValueAsString(session)
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw FileFailure.writing(file, e);
        }
    }
}

package sulcus.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where the libraries unpack their native code: one folder of the user's cache for all of them ({@code ~/.cache/sulcus},
 * {@code ~/Library/Caches/sulcus}, {@code %LOCALAPPDATA%\sulcus}) instead of one each in the home folder. It may be deleted;
 * the next start fills it again. What was set by hand stands.
 */
final class Unpacked {
    private Unpacked() {}

    /** To be called before any of the libraries is touched: they read these properties once. */
    static void intoOneFolder() {
        places(folder(System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System::getenv))
                .forEach((property, place) -> {
                    if (System.getProperty(property) == null && System.getenv(property) == null) {
                        System.setProperty(property, place.toString());
                    }
                });
    }

    /** The properties of DJL, JavaCPP (of ND4J) and JavaFX that name such folders. */
    static Map<String, Path> places(Path folder) {
        return Map.of(
                "DJL_CACHE_DIR", folder.resolve("djl"),
                "org.bytedeco.javacpp.cachedir", folder.resolve("javacpp"),
                "javafx.cachedir", folder.resolve("javafx"));
    }

    /** The cache of this user on a system, for this program. */
    static Path folder(String system, Path home, UnaryOperator<String> environment) {
        String local = environment.apply("LOCALAPPDATA");
        String cache = environment.apply("XDG_CACHE_HOME");
        Path caches;
        if (system.startsWith("Windows")) {
            caches = local == null ? home.resolve("AppData").resolve("Local") : Path.of(local);
        } else if (system.startsWith("Mac")) {
            caches = home.resolve("Library").resolve("Caches");
        } else {
            caches = cache == null || cache.isEmpty() ? home.resolve(".cache") : Path.of(cache);
        }
        return caches.resolve("sulcus");
    }
}

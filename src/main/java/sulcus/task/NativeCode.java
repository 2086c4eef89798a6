package sulcus.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The libraries unpack their native code into a folder of the user's when they are first used. Where that fails, for want of room or
 * of permission, each of them throws something else, which names neither the folder nor what to do.
 */
public final class NativeCode {
    /**
     * A library that does so.
     *
     * @param loader class whose frame in a trace tells that it was unpacking
     * @param property where its folder stands, as a property or in the environment
     * @param megabytes that it takes there, all its files together
     * @param mute whether it keeps the reason to itself, so that any failure of the loader is one of these
     */
    private record Library(String name, String loader, String property, int megabytes, boolean mute) {}

    private static final List<Library> LIBRARIES = List.of(
            new Library("PyTorch", "ai.djl.pytorch.jni.LibUtils", "DJL_CACHE_DIR", 450, false),
            new Library("the tokenizers", "ai.djl.huggingface.tokenizers.jni.LibUtils", "DJL_CACHE_DIR", 15, true),
            new Library("ND4J", "org.bytedeco.javacpp.Loader", "org.bytedeco.javacpp.cachedir", 400, false));

    /** As the JDK words it where a class could not be initialized before. */
    private static final Pattern REPEATED = Pattern.compile("java\\.io\\.IOException: (.*)");

    private NativeCode() {}

    /** A refusal for a failure to unpack native code; any other failure as it is. */
    public static Throwable told(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = failure; t != null && chain.size() < 20; t = t.getCause()) {
            chain.add(t);
        }
        String reason = chain.stream()
                .map(NativeCode::reason)
                .filter(r -> r != null)
                .reduce((outer, inner) -> inner)
                .orElse(null);
        if (failure instanceof Refusal) {
            return failure;
        }
        String last = String.valueOf(chain.getLast().getMessage());
        return LIBRARIES.stream()
                .filter(library -> reason != null || library.mute())
                .filter(library -> chain.stream().anyMatch(t -> passed(t, library)))
                .findFirst()
                .<Throwable>map(library -> refusal(library, reason == null ? last : reason, failure))
                .orElse(failure);
    }

    private static String reason(Throwable t) {
        Matcher repeated = REPEATED.matcher(String.valueOf(t.getMessage()));
        return t instanceof IOException || t instanceof UnsatisfiedLinkError
                ? String.valueOf(t.getMessage())
                : repeated.find() ? repeated.group(1) : null;
    }

    private static boolean passed(Throwable t, Library library) {
        for (StackTraceElement frame : t.getStackTrace()) {
            if (frame.getClassName().equals(library.loader())) {
                return true;
            }
        }
        return false;
    }

    private static Refusal refusal(Library library, String reason, Throwable cause) {
        String named = System.getProperty(library.property(), System.getenv(library.property()));
        Path folder = named == null ? Path.of(System.getProperty("user.home")) : Path.of(named);
        Path there = folder.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        double free = there.toFile().getUsableSpace() / 1e6;
        return new Refusal(
                String.format(
                        Locale.ROOT,
                        "%s: the native code of %s cannot be unpacked and loaded there: %s; about %d MB are needed, %.1f MB are"
                                + " free; make room, or name another folder in %s, and start again",
                        folder,
                        library.name(),
                        free < library.megabytes()
                                ? "not enough space on the disk"
                                : reason.strip().replaceAll("\\s*\\R\\s*", " "),
                        library.megabytes(),
                        free,
                        elsewhere(System.getProperty("os.name"), library)),
                cause);
    }

    /** What moves the folder, see where the command line chooses it. */
    private static String elsewhere(String system, Library library) {
        return system.startsWith("Windows")
                ? "LOCALAPPDATA"
                : system.startsWith("Mac") ? "SULCUS_OPTS=-D" + library.property() + "=FOLDER" : "XDG_CACHE_HOME";
    }
}

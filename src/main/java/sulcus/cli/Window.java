package sulcus.cli;

import java.awt.GraphicsEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import sulcus.task.Refusal;

/** The way from the command line to the window, which the command line knows by name only. */
final class Window {
    private static final String LAUNCHER = "sulcus.workbench.Launcher";

    private Window() {}

    /** Whether there is a display to open a window on. */
    static boolean isPossible() {
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        boolean display = !linux || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
        return display && !GraphicsEnvironment.isHeadless();
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isBlank();
    }

    /**
     * Opens the window and returns when it is closed.
     *
     * @param study to open; null for the bundled sample
     */
    static void open(Path study) throws Exception {
        if (!isPossible()) {
            throw new Refusal(
                    "workbench: there is no display here (DISPLAY and WAYLAND_DISPLAY are empty); on a machine"
                            + " without a screen use the commands (sulcus --help)");
        }
        String[] arguments = study == null ? new String[0] : new String[] {study.toString()};
        try {
            Class.forName(LAUNCHER).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}

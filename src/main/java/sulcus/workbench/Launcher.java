package sulcus.workbench;

import javafx.application.Application;
import sulcus.workbench.shell.WorkbenchApplication;

/** Starts the window. It does not extend {@link Application}: on the class path JavaFX refuses a main class that does. */
public final class Launcher {
    private Launcher() {}

    /** Argument: a study, a model or a text to open; without one the bundled sample study. Returns when the window is closed. */
    public static void main(String[] arguments) {
        Application.launch(WorkbenchApplication.class, arguments);
    }
}

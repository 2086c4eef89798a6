package sulcus.workbench.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory the process takes: models lie outside the heap, so the heap alone would say little. */
final class Memory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private Memory() {}

    /** Resident bytes on Linux, the heap elsewhere. */
    static long resident() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // not Linux
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

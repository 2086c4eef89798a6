package sulcus.study;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest memory this process has had. */
public final class PeakMemory {
    private PeakMemory() {}

    /**
     * Bytes: on Linux the peak resident set ({@code VmHWM} of {@code /proc/self/status}), native libraries included;
     * elsewhere the peaks of the Java memory pools, without native memory.
     */
    public static long bytes() {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            try {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmHWM:")) {
                        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
                    }
                }
            } catch (IOException | NumberFormatException e) {
                return pools();
            }
        }
        return pools();
    }

    private static long pools() {
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            sum += pool.getPeakUsage().getUsed();
        }
        return sum;
    }
}

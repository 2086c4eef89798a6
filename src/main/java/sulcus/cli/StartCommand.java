package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sulcus.task.Refusal;

/** {@code sulcus start}: the window on the bundled sample, or where there is no display the same job without one. */
@Command(
        name = "start",
        description = "Open the window on the bundled sample; where there is no display, do the same job without one.")
final class StartCommand extends Verb {
    @Option(names = "--sample", paramLabel = "DIR", description = "folder of the sample (default: sample-data)")
    private Path sample;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder to fill without a display (default: target/sample)")
    private Path out = Path.of("target", "sample");

    @Option(names = "--no-window", description = "do the job without a window even where there is a display")
    private boolean noWindow;

    @Override
    Report run(Console at, ObjectNode result) throws Exception {
        if (!noWindow && Window.isPossible()) {
            Window.open(null);
            result.put("window", true);
            return new Report();
        }
        result.put("window", false);
        result.put("out", out.toString());
        return new SampleRun(sample == null ? find() : sample, out).run(at.progress());
    }

    private static Path find() {
        List<Path> places = new ArrayList<>(List.of(Path.of("sample-data")));
        String home = System.getProperty("sulcus.home");
        if (home != null) {
            places.add(Path.of(home, "sample-data"));
            places.add(Path.of(home, "..", "..", "sample-data").normalize());
        }
        for (Path place : places) {
            if (Files.exists(place.resolve("model"))) {
                return place;
            }
        }
        throw new Refusal("sample-data: there is no sample in "
                + places.getFirst().toAbsolutePath() + "; start in the project's folder, or give --sample");
    }
}

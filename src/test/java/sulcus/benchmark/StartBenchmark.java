package sulcus.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.ImageView;
import javafx.stage.Window;
import sulcus.workbench.Launcher;
import sulcus.workbench.mosaic.MosaicView;

/**
 * How long a start takes until the mosaic of the bundled sample stands in the window: from the start of the process, with
 * the files in the page cache. Each start is a process of its own with this one's options, on JavaFX's headless platform
 * (drawn by the processor), with empty settings.
 *
 * <p>Arguments: number of starts (default 5), then JVM options for them, such as {@code -XX:SharedArchiveFile=FILE}. The
 * first start is for the page cache and is told but not counted. Prints seconds: virtual machine up, window shown, mosaic
 * painted.
 */
public final class StartBenchmark {
    private StartBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("child")) {
            child();
            return;
        }
        int starts = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        Map<String, List<Double>> times = new TreeMap<>();
        for (int i = 0; i <= starts; i++) {
            Map<String, Double> took =
                    start(Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length));
            System.out.println((i == 0 ? "first " : "start " + i) + "  " + took);
            if (i > 0) {
                took.forEach((what, s) ->
                        times.computeIfAbsent(what, w -> new ArrayList<>()).add(s));
            }
        }
        times.forEach((what, s) -> {
            s.sort(null);
            System.out.printf(
                    "%s: median %.2f s, %.2f … %.2f s%n", what, s.get(s.size() / 2), s.getFirst(), s.getLast());
        });
    }

    private static Map<String, Double> start(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Dglass.platform=Headless", "-Dprism.order=sw", "-Djava.awt.headless=true"));
        command.addAll(options);
        Path settings = Files.createTempDirectory("sulcus-start");
        command.add("-Dsulcus.settings=" + settings);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StartBenchmark.class.getName(), "child"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Double> took = new TreeMap<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("took ")) {
                    String[] words = line.split(" ");
                    took.put(words[1], Double.valueOf(words[2]));
                }
            }
        }
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0 || !took.containsKey("mosaic")) {
            process.destroyForcibly();
            throw new IllegalStateException("the start failed");
        }
        Files.deleteIfExists(settings.resolve("session.json"));
        Files.delete(settings);
        return took;
    }

    private static void child() throws Exception {
        took("1-machine");
        Thread.ofPlatform().start(() -> Launcher.main(new String[0]));
        boolean shown = false;
        while (true) {
            TimeUnit.MILLISECONDS.sleep(10);
            CompletableFuture<String> seen = new CompletableFuture<>();
            try {
                Platform.runLater(() -> seen.complete(seen()));
            } catch (IllegalStateException e) {
                continue; // the toolkit is not up yet
            }
            String now = seen.get();
            if (!shown && !now.isEmpty()) {
                shown = true;
                took("2-window");
            }
            if (now.equals("mosaic")) {
                took("mosaic");
                // a process that ends while the engine's natives are being loaded may hang in their destructors
                TimeUnit.SECONDS.sleep(4);
                Platform.exit();
                return;
            }
        }
    }

    /** Nothing, a window, or a window with its mosaic. */
    private static String seen() {
        for (Window window : Window.getWindows()) {
            Scene scene = window.getScene();
            Node mosaic = scene == null ? null : scene.lookup(".mosaic");
            boolean painted = mosaic instanceof MosaicView view
                    && view.getChildrenUnmodifiable().stream()
                            .anyMatch(n -> n instanceof ImageView sheet && sheet.getImage() != null);
            return painted ? "mosaic" : window.isShowing() ? "window" : "";
        }
        return "";
    }

    private static void took(String what) {
        long start = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        System.out.printf(java.util.Locale.ROOT, "took %s %.2f%n", what, (System.currentTimeMillis() - start) / 1000.0);
    }
}

package sulcus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import sulcus.run.Device;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/**
 * The peak memory of one model in a process of its own: the same program is started again as {@code sulcus speed MODEL} with one run,
 * since a process that held several models cannot tell what one of them took.
 *
 * @param window tokens of the prompt
 * @param generate tokens to generate
 */
record MemoryOfModel(Path model, TextFiles text, String field, int window, int generate, Device device) {
    private static final long LOOK_MILLISECONDS = 100;

    /**
     * Bytes, as {@link sulcus.study.PeakMemory} has them.
     *
     * @throws Refusal if the process cannot be started or fails
     */
    long bytes(Progress progress) {
        Path out = null;
        Path err = null;
        Process process = null;
        try {
            out = Files.createTempFile("sulcus-speed", ".json");
            err = Files.createTempFile("sulcus-speed", ".txt");
            process = new ProcessBuilder(command())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            while (!process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                progress.check();
            }
            if (process.exitValue() != Main.DONE) {
                String why = Files.readString(err, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .reduce((first, second) -> second)
                        .orElse("status " + process.exitValue());
                throw new Refusal(model + ": its memory could not be measured in a process of its own: " + why);
            }
            JsonNode peak = new ObjectMapper()
                    .readTree(out.toFile())
                    .path("models")
                    .path(0)
                    .path("peakBytes");
            if (!peak.isIntegralNumber()) {
                throw new Refusal(model + ": its memory could not be measured: the process of its own told nothing");
            }
            return peak.longValue();
        } catch (JsonProcessingException e) {
            throw new Refusal(model + ": its memory could not be measured: the process of its own told nothing", e);
        } catch (IOException e) {
            throw new Refusal(
                    model + ": its memory could not be measured in a process of its own: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new sulcus.task.Cancelled();
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            remove(out);
            remove(err);
        }
    }

    private static void remove(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // the same settings of the heap and of native access; an archive of classes that is being written has one
        // writer
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-XX:AOT")
                        && !argument.startsWith("-agentlib")
                        && !argument.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "speed"));
        command.add(model.toString());
        text.places().forEach(place -> command.addAll(List.of("--text", place.toString())));
        if (field != null) {
            command.addAll(List.of("--field", field));
        }
        command.addAll(List.of("--window", Integer.toString(window), "--generate", Integer.toString(generate)));
        command.addAll(List.of("--runs", "1", "--device", device.name().toLowerCase(Locale.ROOT), "--json", "--quiet"));
        return command;
    }
}

package sulcus.workbench.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import sulcus.figure.Figure;
import sulcus.figure.FigureExport;
import sulcus.format.AtomicFile;
import sulcus.task.Refusal;
import sulcus.workbench.study.Figures;
import sulcus.workbench.tasks.TasksModel;
import sulcus.workbench.view.Shown;

/** Figures and numbers as they leave the window. */
final class Takeaways {
    private final TasksModel tasks;
    private FigureChoice last;

    Takeaways(TasksModel tasks) {
        this.tasks = tasks;
    }

    /** As the last figure was written, for another one. */
    FigureChoice choice(Shown shown) {
        return last == null ? new FigureChoice(shown.heightOverWidth()) : last.forShape(shown.heightOverWidth());
    }

    void write(Shown shown, FigureChoice choice, Path file) {
        last = choice;
        Figure figure = shown.figure().apply(choice.printed());
        FigureExport export = choice.export();
        Path named = named(file, choice.kindProperty().get().ending());
        tasks.read(
                "Write " + named.getFileName(),
                p -> {
                    export.write(figure, shown.title(), named);
                    return named;
                },
                done -> tasks.tell("Wrote the figure to " + done));
    }

    /** With the ending that says what it is. */
    private static Path named(Path file, String ending) {
        String name = String.valueOf(file.getFileName());
        return name.toLowerCase(java.util.Locale.ROOT).endsWith(ending) ? file : file.resolveSibling(name + ending);
    }

    /** The figure as it would be printed, onto the clipboard. */
    void copy(Shown shown) {
        FigureChoice choice = choice(shown);
        Figure figure = shown.figure().apply(choice.printed());
        tasks.read("Copy " + shown.name(), p -> choice.export().image(figure), (BufferedImage image) -> {
            Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.IMAGE, SwingFXUtils.toFXImage(image, null)));
            tasks.tell("Copied the figure, " + Figures.count(image.getWidth()) + " × "
                    + Figures.count(image.getHeight()) + " pixels");
        });
    }

    /** Text onto the clipboard. */
    void copy(String text, String what) {
        copy(text);
        tasks.tell("Copied " + what);
    }

    /** Text onto the clipboard, where it is plain what was copied. */
    void copy(String text) {
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
    }

    /** The numbers behind a figure as CSV (RFC 4180). */
    void numbers(Shown shown, Path file) {
        Path named = named(file, ".csv");
        tasks.read(
                "Write " + named.getFileName(),
                p -> {
                    AtomicFile.write(named, csv(shown.numbers().get()).getBytes(StandardCharsets.UTF_8));
                    return named;
                },
                done -> tasks.tell("Wrote the numbers to " + done));
    }

    static String csv(List<List<String>> rows) {
        try {
            return new CsvMapper()
                    .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
                    .writerFor(List.class)
                    .writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new Refusal("table: cannot be written: " + e.getOriginalMessage(), e);
        }
    }
}

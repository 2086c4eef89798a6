package sulcus.figure;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import sulcus.task.Refusal;

/**
 * Writes a figure of a size on paper as PNG, SVG or PDF, by the ending of the file's name. The same figure gives the same
 * bytes. The file appears under its name only when it is whole.
 *
 * @param widthMillimetres of the paper
 * @param heightMillimetres of the paper
 * @param dpi pixels per inch of a PNG, and of heatmaps in SVG and PDF
 */
public record FigureExport(double widthMillimetres, double heightMillimetres, double dpi) {
    static final double POINTS_PER_MILLIMETRE = 72 / 25.4;
    private static final double MOST_PIXELS = 400e6;

    public FigureExport {
        if (!(widthMillimetres > 0 && heightMillimetres > 0 && dpi > 0)
                || pixels(widthMillimetres, dpi) * pixels(heightMillimetres, dpi) > MOST_PIXELS) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "figure: %.0f × %.0f mm at %.0f dpi cannot be drawn; sizes must be positive and give at most 400"
                            + " million pixels",
                    widthMillimetres,
                    heightMillimetres,
                    dpi));
        }
    }

    private static double pixels(double millimetres, double dpi) {
        return millimetres / 25.4 * dpi;
    }

    /** Width in points, in which figures are laid out on paper. */
    public double width() {
        return widthMillimetres * POINTS_PER_MILLIMETRE;
    }

    public double height() {
        return heightMillimetres * POINTS_PER_MILLIMETRE;
    }

    public int pixelWidth() {
        return Math.max(1, (int) Math.round(pixels(widthMillimetres, dpi)));
    }

    public int pixelHeight() {
        return Math.max(1, (int) Math.round(pixels(heightMillimetres, dpi)));
    }

    /** A kind of file. */
    private interface Writer {
        void write(Figure figure, FigureExport size, String title, Path file) throws IOException;
    }

    /**
     * @param title kept in the file as its title
     * @param file ends in .png, .svg or .pdf; an existing one is replaced
     */
    public void write(Figure figure, String title, Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        Writer writer = name.endsWith(".png")
                ? PngFile::write
                : name.endsWith(".svg") ? SvgFile::write : name.endsWith(".pdf") ? PdfFile::write : null;
        if (writer == null) {
            throw new Refusal(file + ": a figure is written as .png, .svg or .pdf; give it one of these endings");
        }
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "." + file.getFileName(), ".part");
            try {
                writer.write(figure, this, title, part);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(file + ": " + folder + " is not a folder; choose another place", e);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new Refusal(file + ": cannot be written: " + reason, e);
        }
    }
}

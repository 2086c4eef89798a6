package sulcus.figure;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sulcus.format.AtomicFile;
import sulcus.format.FileFailure;
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
    private interface Encoder {
        byte[] encode(Figure figure, FigureExport size, String title) throws IOException;
    }

    /**
     * Draws a figure and writes it.
     *
     * @param title kept in the file as its title; may be empty
     * @param file ends in .png, .svg or .pdf; an existing one is replaced
     */
    public void write(Figure figure, String title, Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        Encoder encoder;
        if (name.endsWith(".png")) {
            encoder = PngFile::encode;
        } else if (name.endsWith(".svg")) {
            encoder = SvgFile::encode;
        } else if (name.endsWith(".pdf")) {
            encoder = PdfFile::encode;
        } else {
            throw new Refusal(file + ": a figure is written as .png, .svg or .pdf; give it one of these endings");
        }
        try {
            byte[] content = encoder.encode(figure, this, title);
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(file, content);
        } catch (IOException e) {
            throw FileFailure.writing(file, e);
        }
    }

    /** The figure as pixels, for the clipboard. */
    public BufferedImage image(Figure figure) {
        return PngFile.paint(figure, this);
    }

    /**
     * Reads a length such as "180mm", "18cm", "7in" or, in millimetres, "180".
     *
     * @throws Refusal if it is none
     */
    public static double millimetres(String length) {
        Matcher parts = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(mm|cm|in|)").matcher(length.strip());
        if (!parts.matches()) {
            throw new Refusal("width " + length + ": is no length; give one such as 180mm, 18cm or 7in");
        }
        double factor = switch (parts.group(2)) {
            case "cm" -> 10;
            case "in" -> 25.4;
            default -> 1;
        };
        return Double.parseDouble(parts.group(1)) * factor;
    }
}

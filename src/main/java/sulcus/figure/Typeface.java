package sulcus.figure;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The typeface of all figures, bundled so that they look the same on machines without fonts: IBM Plex Sans (SIL Open Font
 * License 1.1), whose digits are all of one width.
 */
public enum Typeface {
    REGULAR("/fonts/IBMPlexSans-Regular.ttf"),
    SEMIBOLD("/fonts/IBMPlexSans-SemiBold.ttf");

    /** The family as vector files name it, with what a reader without it may take instead. */
    static final String FAMILIES = "'IBM Plex Sans', 'Helvetica Neue', Arial, sans-serif";

    /** Those of layout are left out: they name glyphs by numbers that a subset changes. */
    private static final List<String> TABLES = List.of(
            "OS/2", "cmap", "cvt ", "fpgm", "gasp", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post",
            "prep");

    private final String resource;
    private final Font font;

    Typeface(String resource) {
        this.resource = resource;
        try (InputStream in = open()) {
            font = Font.createFont(Font.TRUETYPE_FONT, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(resource + " is not a font", e);
        }
    }

    /** @param size in units of the figure */
    public Font size(double size) {
        return font.deriveFont((float) size);
    }

    /** A TrueType file that has only the characters of some texts, of those that the typeface has. */
    byte[] subset(String texts) throws IOException {
        try (InputStream in = open();
                TrueTypeFont whole = new TTFParser().parse(new RandomAccessReadBuffer(in))) {
            TTFSubsetter part = new TTFSubsetter(whole, TABLES);
            texts.codePoints().distinct().sorted().filter(font::canDisplay).forEach(part::add);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            part.writeToStream(out);
            return out.toByteArray();
        }
    }

    /** The TrueType file. */
    InputStream open() {
        InputStream in = Typeface.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(resource + " is missing from the program");
        }
        return in;
    }
}

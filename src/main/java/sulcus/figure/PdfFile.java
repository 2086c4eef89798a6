package sulcus.figure;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** PDF whose texts can be searched: the bundled typeface is embedded, cut down to the characters used. */
final class PdfFile {
    private PdfFile() {}

    /** A figure and the paper it is on. */
    record Page(Figure figure, FigureExport size) {}

    static byte[] encode(Figure figure, FigureExport size, String title) throws IOException {
        return encode(List.of(new Page(figure, size)), title);
    }

    static byte[] encode(List<Page> pages, String title) throws IOException {
        try (PDDocument document = new PDDocument()) {
            // a fixed identity and no dates: the same figure gives the same bytes
            document.setDocumentId(1L);
            document.getDocumentInformation().setTitle(title);
            document.getDocumentInformation().setCreator("Sulcus");
            Embedded fonts = new Embedded(document);
            for (Page page : pages) {
                draw(document, fonts, page.figure(), page.size());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private static void draw(PDDocument document, Embedded fonts, Figure figure, FigureExport size) throws IOException {
        PDPage page = new PDPage(new PDRectangle((float) size.width(), (float) size.height()));
        document.addPage(page);
        PdfBoxGraphics2D g = new PdfBoxGraphics2D(document, (float) size.width(), (float) size.height());
        g.setFontTextDrawer(fonts);
        figure.paint(g, size.width(), size.height(), size.dpi() / 72);
        g.dispose();
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            content.drawForm(g.getXFormObject());
        }
    }

    /** Draws text with the embedded typeface; a text with characters that it lacks becomes shapes. */
    private static final class Embedded extends PdfBoxGraphics2DFontTextDrawer {
        private final PDDocument document;
        private final Map<Typeface, PDFont> fonts = new EnumMap<>(Typeface.class);

        Embedded(PDDocument document) {
            this.document = document;
        }

        @Override
        protected PDFont mapFont(Font font, IFontTextDrawerEnv env) throws IOException {
            for (Typeface face : Typeface.values()) {
                if (font.getFontName().equals(face.size(1).getFontName())) {
                    PDFont known = fonts.get(face);
                    if (known == null) {
                        try (InputStream in = face.open()) {
                            known = PDType0Font.load(document, in);
                        }
                        fonts.put(face, known);
                    }
                    return known;
                }
            }
            return null;
        }
    }
}

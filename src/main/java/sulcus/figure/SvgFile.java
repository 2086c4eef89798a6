package sulcus.figure;

import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.ImageHandlerBase64Encoder;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** SVG whose texts stay texts, with the characters of the typeface that they need; heatmaps are embedded as PNG. */
final class SvgFile {
    private static final String SVG = "http://www.w3.org/2000/svg";

    private SvgFile() {}

    static byte[] encode(Figure figure, FigureExport size, String title) throws IOException {
        Document document = GenericDOMImplementation.getDOMImplementation().createDocument(SVG, "svg", null);
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setImageHandler(new PngInside());
        context.setPrecision(4);
        SVGGraphics2D g = new SVGGraphics2D(context, false);
        figure.paint(g, size.width(), size.height(), size.dpi() / 72);
        Element root = g.getRoot();
        root.setAttributeNS(null, "width", millimetres(size.widthMillimetres()));
        root.setAttributeNS(null, "height", millimetres(size.heightMillimetres()));
        root.setAttributeNS(null, "viewBox", String.format(Locale.ROOT, "0 0 %.4f %.4f", size.width(), size.height()));
        if (!title.isEmpty()) {
            Element name = document.createElementNS(SVG, "title");
            name.setTextContent(title);
            root.insertBefore(name, root.getFirstChild());
        }
        finish(root);
        Element style = document.createElementNS(SVG, "style");
        style.setTextContent(faces(root.getTextContent()));
        root.insertBefore(style, root.getFirstChild());
        StringWriter out = new StringWriter();
        g.stream(root, out, false, false);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String millimetres(double length) {
        return String.format(Locale.ROOT, "%.3fmm", length);
    }

    /**
     * Names what a reader without the typeface takes instead, sets the weight apart from the family, and keeps cells crisp
     * when they are magnified.
     */
    private static void finish(Element element) {
        String family = element.getAttributeNS(null, "font-family");
        if (family.contains("IBM Plex Sans")) {
            element.setAttributeNS(null, "font-family", Typeface.FAMILIES);
            if (family.contains("SmBld") || family.contains("SemiBold")) {
                element.setAttributeNS(null, "font-weight", "600");
            }
        }
        // some readers draw text wrongly when asked for precision
        element.removeAttributeNS(null, "text-rendering");
        if (element.getLocalName() != null && element.getLocalName().equals("image")) {
            element.setAttributeNS(null, "style", "image-rendering:pixelated");
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                finish(inner);
            }
        }
    }

    private static String faces(String texts) throws IOException {
        StringBuilder css = new StringBuilder();
        for (Typeface face : Typeface.values()) {
            css.append(String.format(
                    Locale.ROOT,
                    "@font-face{font-family:'IBM Plex Sans';font-weight:%d;src:url(data:font/ttf;base64,%s)}",
                    face == Typeface.SEMIBOLD ? 600 : 400,
                    Base64.getEncoder().encodeToString(face.subset(texts))));
        }
        return css.toString();
    }

    /** Batik alone has no PNG writer: ImageIO takes its place. */
    private static final class PngInside extends ImageHandlerBase64Encoder {
        @Override
        public void encodeImage(RenderedImage image, OutputStream out) throws SVGGraphics2DIOException {
            try {
                ImageIO.write(image, "png", out);
            } catch (IOException e) {
                throw new SVGGraphics2DIOException("image", e);
            }
        }
    }
}

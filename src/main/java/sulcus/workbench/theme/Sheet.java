package sulcus.workbench.theme;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.stage.Window;

/**
 * A picture at the screen's own resolution, filled by Java2D or pixel by pixel, that the window shows without a copy of
 * its own. Only on the window's thread.
 */
public final class Sheet {
    private final ImageView view = new ImageView();
    private BufferedImage image;
    private PixelBuffer<IntBuffer> buffer;
    private double scale = 1;

    public Sheet() {
        view.setMouseTransparent(true);
        view.setSmooth(false);
    }

    public ImageView view() {
        return view;
    }

    /** Makes room for so many units at that many pixels a unit; the content is lost if the size changes. */
    public void resize(double width, double height, double pixelsPerUnit) {
        int w = Math.max(1, (int) Math.round(width * pixelsPerUnit));
        int h = Math.max(1, (int) Math.round(height * pixelsPerUnit));
        scale = pixelsPerUnit;
        if (image == null || image.getWidth() != w || image.getHeight() != h) {
            image = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB_PRE);
            buffer = new PixelBuffer<>(w, h, IntBuffer.wrap(pixels()), PixelFormat.getIntArgbPreInstance());
            view.setImage(new WritableImage(buffer));
        }
        view.setFitWidth(w / pixelsPerUnit);
        view.setFitHeight(h / pixelsPerUnit);
    }

    private int[] pixels() {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** Draws anew, in units. */
    public void draw(Consumer<Graphics2D> painter) {
        Graphics2D g = image.createGraphics();
        try {
            g.setComposite(AlphaComposite.Clear);
            g.fillRect(0, 0, image.getWidth(), image.getHeight());
            g.setComposite(AlphaComposite.SrcOver);
            g.transform(AffineTransform.getScaleInstance(scale, scale));
            painter.accept(g);
        } finally {
            g.dispose();
        }
        show();
    }

    /** Changes premultiplied ARGB pixels, row after row. */
    public void fill(Consumer<int[]> filler) {
        filler.accept(pixels());
        show();
    }

    public void clear() {
        if (image != null) {
            fill(pixels -> Arrays.fill(pixels, 0));
        }
    }

    /** Pixels that a unit of the scene is drawn with where a node stands: the screen's, unless its window has others; 1 outside a window. */
    public static double pixelsPerUnit(Node node) {
        return node.getScene() == null || node.getScene().getWindow() == null
                ? 1
                : Math.max(1, node.getScene().getWindow().getRenderScaleX());
    }

    /** Lays a view out anew when the pixels to a unit change where it stands, as when its window comes onto another screen. */
    public static void followScreen(Parent view) {
        view.sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::renderScaleXProperty)
                .subscribe(scale -> view.requestLayout());
    }

    private void show() {
        buffer.updateBuffer(b -> null);
    }
}

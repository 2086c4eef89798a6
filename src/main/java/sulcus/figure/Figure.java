package sulcus.figure;

import java.awt.Graphics2D;

/** A picture that can be drawn at any size, on a screen as well as into a file. */
@FunctionalInterface
public interface Figure {
    /**
     * Draws the whole picture, background included. The same arguments draw the same picture.
     *
     * @param g at scale {@code pixelsPerUnit} if it draws on pixels, else at scale 1; its state may be changed
     * @param width in units: pixels at scale 1 on a screen, points (1/72 inch) on paper
     * @param height in units
     * @param pixelsPerUnit how finely heatmaps are drawn
     */
    void paint(Graphics2D g, double width, double height, double pixelsPerUnit);
}

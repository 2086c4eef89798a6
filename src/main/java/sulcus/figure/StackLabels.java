package sulcus.figure;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers under the slices of a stack, as many as have room.
 *
 * @param layers how many
 * @param chosen the layer whose number is always there; −1 for none
 * @param text size
 */
record StackLabels(int layers, int chosen, double text) {

    private record Label(int layer, double x, double y) {}

    private List<Label> place(StackProjection p) {
        List<Label> labels = new ArrayList<>();
        if (chosen >= 0) {
            labels.add(label(p, chosen));
        }
        for (int l = 0; l < layers; l++) {
            Label next = label(p, l);
            boolean free = labels.stream()
                    .noneMatch(other ->
                            Math.abs(other.x() - next.x()) < text * 2.8 && Math.abs(other.y() - next.y()) < text * 1.4);
            if (free) {
                labels.add(next);
            }
        }
        return labels;
    }

    private Label label(StackProjection p, int layer) {
        double w = p.w(layer);
        return new Label(layer, p.x(0, w), Math.max(p.y(0, 1, w), p.y(0, -1, w)) + text * 1.5);
    }

    /** The layer whose number stands at a place; −1 for none. */
    int at(StackProjection p, double x, double y) {
        for (Label label : place(p)) {
            if (Math.abs(x - label.x()) <= text * 1.4 && y <= label.y() + text * 0.5 && y >= label.y() - text * 1.2) {
                return label.layer();
            }
        }
        return -1;
    }

    void paint(Graphics2D g, StackProjection p, Theme theme) {
        for (Label label : place(p)) {
            boolean bold = label.layer() == chosen;
            g.setFont((bold ? Typeface.SEMIBOLD : Typeface.REGULAR).size(text));
            g.setColor(bold ? theme.ink() : theme.muted());
            Text.centred(g, Integer.toString(label.layer()), label.x(), label.y());
        }
    }
}

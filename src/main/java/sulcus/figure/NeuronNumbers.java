package sulcus.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;

/** The number of each neuron in its cell, where cells are large enough to be read. */
record NeuronNumbers(MosaicData data, MosaicGeometry geometry, Theme theme) {
    /** From this lightness on black is read more easily than white. */
    private static final double LIGHT = 0.6;

    void paint(Graphics2D g) {
        double unit = 1 / geometry.pixelsPerUnit();
        Rectangle2D view = geometry.view();
        g.setFont(Typeface.REGULAR.size(theme.text() * 0.9));
        for (int l = 0; l < data.layers(); l++) {
            if (geometry.seen(l).isEmpty()) {
                continue;
            }
            int[] cells = data.layout().cells()[l];
            for (int j = 0; j < cells.length; j++) {
                Rectangle cell = geometry.cellArea(l, cells[j]);
                if (view.contains(cell.x * unit, cell.y * unit, cell.width * unit, cell.height * unit)) {
                    g.setColor(ink(l, j));
                    Text.centred(
                            g,
                            Integer.toString(j),
                            cell.getCenterX() * unit,
                            cell.getCenterY() * unit + theme.text() * 0.32);
                }
            }
        }
    }

    private Color ink(int layer, int neuron) {
        float value = data.values()[layer][neuron];
        boolean stays = data.preserved() == null
                || data.preserved().standing()[layer] == null
                || data.preserved().standing()[layer][neuron] >= data.removed(layer);
        boolean lit = data.families() == null && Math.abs(value) > data.litAbove(layer) && stays;
        int under = theme.anatomy(data.anatomy()[layer][neuron]);
        int shown = lit ? data.scale().over(value, under) : under;
        return Oklab.of(shown).lightness() > LIGHT ? Color.BLACK : Color.WHITE;
    }
}

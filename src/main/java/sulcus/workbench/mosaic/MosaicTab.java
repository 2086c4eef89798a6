package sulcus.workbench.mosaic;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import sulcus.figure.MosaicData;
import sulcus.figure.MosaicGeometry;
import sulcus.figure.MosaicPainter;
import sulcus.figure.Theme;
import sulcus.figure.Zoom;
import sulcus.prune.NetworkId;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.View;

/** The mosaic as one of the views. */
public final class MosaicTab implements View {
    private final MosaicModel model;
    private final MosaicPane pane;

    public MosaicTab(MosaicModel model, MosaicPane pane) {
        this.model = model;
        this.pane = pane;
    }

    @Override
    public String id() {
        return "mosaic";
    }

    @Override
    public String title() {
        return "Mosaic";
    }

    @Override
    public Region node() {
        return pane;
    }

    @Override
    public void open(Subject subject) {
        model.open(subject);
    }

    @Override
    public Shown shown() {
        MosaicData d = model.dataProperty().get();
        if (d == null) {
            return null;
        }
        Overlay overlay = model.overlayProperty().get();
        String name = overlay instanceof Overlay.Network(NetworkId id) ? "network-" + id : "mosaic";
        Zoom zoom = model.zoomProperty().get();
        String command = "--view mosaic"
                + overlay.option()
                + model.coloursProperty().get().options()
                + zoom.option();
        MosaicData titled = d.titled(
                model.subjectProperty().get().name() + " · " + d.scale().label());
        return new Shown(
                titled.title(),
                name,
                theme -> new MosaicPainter(titled, theme, zoom),
                MosaicGeometry.fittingHeight(titled, Theme.PAPER.text(), 510, 0.78) / 510,
                () -> numbers(d),
                command);
    }

    @Override
    public List<Hint> keys() {
        return List.of(
                new Hint("From layer to layer", "← → ↑ ↓, Page ↑ ↓"),
                new Hint("Lock the strongest neuron, free it", "Enter"),
                new Hint("From neuron to neuron, once locked", "← → ↑ ↓, with Shift ten"),
                new Hint("Move the threshold", "+ −, with Shift ten steps"),
                new Hint("Zoom; move; one slice large", "wheel; drag; double click"),
                new Hint("The whole sheet", "Home"));
    }

    private static List<List<String>> numbers(MosaicData d) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("layer", "neuron", d.scale().label(), "column", "row"));
        int width = d.layout().grid().width();
        for (int l = 0; l < d.layers(); l++) {
            for (int j = 0; j < d.values()[l].length; j++) {
                int cell = d.layout().cells()[l][j];
                rows.add(List.of(
                        Integer.toString(l),
                        Integer.toString(j),
                        Float.toString(d.values()[l][j]),
                        Integer.toString(cell % width),
                        Integer.toString(cell / width)));
            }
        }
        return rows;
    }
}

package sulcus.workbench.mosaic;

import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;
import sulcus.figure.MosaicGeometry;
import sulcus.figure.Zoom;

/** Zooms the mosaic with the wheel or two fingers, and moves what is zoomed with the hand. */
final class MosaicHand {
    private final MosaicView view;
    private final MosaicModel model;
    private double grabX;
    private double grabY;

    MosaicHand(MosaicView view, MosaicModel model) {
        this.view = view;
        this.model = model;
        view.addEventHandler(ScrollEvent.SCROLL, e -> {
            zoom(Math.exp(e.getDeltaY() / 300), e.getX(), e.getY());
            e.consume();
        });
        view.addEventHandler(ZoomEvent.ZOOM, e -> {
            zoom(e.getZoomFactor(), e.getX(), e.getY());
            e.consume();
        });
        view.addEventHandler(MouseEvent.MOUSE_PRESSED, e -> {
            grabX = e.getX();
            grabY = e.getY();
        });
        view.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
    }

    private void zoom(double by, double x, double y) {
        MosaicGeometry now = view.geometry();
        if (now != null) {
            model.zoomProperty().set(model.zoomProperty().get().by(by, now, x, y));
        }
    }

    private void dragged(MouseEvent e) {
        Zoom zoom = model.zoomProperty().get();
        if (view.geometry() != null && zoom.factor() > 1) {
            model.zoomProperty().set(zoom.moved(view.geometry(), e.getX() - grabX, e.getY() - grabY));
        }
        grabX = e.getX();
        grabY = e.getY();
    }
}

package sulcus.workbench.networks;

import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.TableCell;
import javafx.scene.image.ImageView;
import sulcus.study.NetworkFacts;
import sulcus.workbench.study.Subject;

/** A network's slice. */
final class ThumbnailCell extends TableCell<NetworkFacts, NetworkFacts> {
    private final Thumbnails thumbnails;
    private final Supplier<Subject> subject;
    private final ImageView picture = new ImageView();

    ThumbnailCell(Thumbnails thumbnails, Supplier<Subject> subject, double height) {
        this.thumbnails = thumbnails;
        this.subject = subject;
        picture.setFitHeight(height);
        picture.setPreserveRatio(true);
        picture.setSmooth(true);
        picture.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAlignment(Pos.CENTER);
        getStyleClass().add("thumbnail-cell");
    }

    @Override
    protected void updateItem(NetworkFacts row, boolean empty) {
        super.updateItem(row, empty);
        setText(null);
        Subject of = subject.get();
        if (empty || row == null || of == null) {
            setGraphic(null);
            return;
        }
        picture.setImage(null);
        picture.setAccessibleText("Spatial map of network " + row.id());
        setGraphic(picture);
        thumbnails.ask(of, row.id(), image -> {
            if (getItem() != null && getItem().id().equals(row.id())) {
                picture.setImage(image);
            }
        });
    }
}

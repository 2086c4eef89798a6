package sulcus.workbench.mosaic;

import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import sulcus.figure.MosaicData;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.theme.Bubble;
import sulcus.workbench.theme.Pill;

/** The mosaic with the choice of what lies over it. */
public final class MosaicPane extends VBox {
    private final MosaicModel model;
    private final MosaicView view;
    private final ToggleButton strongest =
            new Pill("max |z|", Pill.Place.LEFT, "The largest |z| over all networks", "Overlay:");
    private final ToggleButton winners = new Pill(
            "networks",
            Pill.Place.CENTER,
            "Winner takes all: each neuron in the colour of its network's family",
            "Overlay:");
    private final ToggleButton network =
            new Pill("one network", Pill.Place.CENTER, "The signed z of the chosen network", "Overlay:");
    private final ToggleButton family =
            new Pill("its family", Pill.Place.RIGHT, "All networks with the same function, in every layer", "Overlay:");
    private final Button colours = new Button("Colours");
    private NetworkId chosen = new NetworkId(0, 0, 0);

    public MosaicPane(MosaicModel model, CutModel cut, ObservableValue<Theme> theme) {
        this.model = model;
        getStyleClass().add("mosaic-pane");
        view = new MosaicView(model, cut, theme);
        view.setId("mosaic");
        ToggleGroup group = new ToggleGroup();
        HBox pills = new HBox(strongest, winners, network, family);
        for (ToggleButton pill : new ToggleButton[] {strongest, winners, network, family}) {
            pill.setToggleGroup(group);
        }
        strongest.setOnAction(e -> choose(new Overlay.Strongest()));
        winners.setOnAction(e -> choose(new Overlay.Winners()));
        network.setOnAction(e -> choose(new Overlay.Network(chosen)));
        family.setOnAction(e -> choose(new Overlay.Family(chosen)));
        Label what = new Label();
        what.getStyleClass().add("mosaic-words");
        what.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words(cut),
                        model.overlayProperty(),
                        model.coloursProperty(),
                        cut.outcomeProperty(),
                        model.dataProperty(),
                        model.subjectProperty()));
        // half a sentence says nothing: where there is no room the words go
        what.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> what.getWidth() + 0.5 >= what.prefWidth(-1), what.widthProperty(), what.textProperty()));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        colours.setId("colours");
        colours.getStyleClass().add("small");
        colours.setMinWidth(Region.USE_PREF_SIZE);
        colours.setTooltip(new Tooltip("Colours, range and scale of the maps"));
        colours.setAccessibleText("Colours of the maps");
        colours.disableProperty().bind(model.subjectProperty().isNull());
        colours.setOnAction(e -> chooseColours());
        HBox header = new HBox(12, what, space, colours, pills);
        header.getStyleClass().add("pane-header");
        header.setAlignment(Pos.CENTER_LEFT);
        pills.setMinWidth(Region.USE_PREF_SIZE);
        VBox.setVgrow(view, Priority.ALWAYS);
        pills.disableProperty().bind(model.subjectProperty().isNull());
        getChildren().addAll(header, view);
        model.overlayProperty().addListener((o, was, is) -> refresh(is));
        model.subjectProperty().addListener((o, was, is) -> chosen = new NetworkId(0, 0, 0));
        model.selection().layerProperty().addListener((o, was, is) -> follow());
        refresh(model.overlayProperty().get());
    }

    /** Shows the choice of colours below its button. */
    public void chooseColours() {
        new Bubble(new ColoursPane(model.coloursProperty()), PopOver.ArrowLocation.TOP_CENTER).show(colours);
    }

    private void choose(Overlay overlay) {
        model.overlayProperty().set(overlay);
        refresh(overlay);
    }

    /** Before a network has been chosen, "one network" means the first of the layer in view. */
    private void follow() {
        if (!(model.overlayProperty().get() instanceof Overlay.Network)
                && !(model.overlayProperty().get() instanceof Overlay.Family)
                && model.selection().layerProperty().get() >= 0
                && chosen.layer() != model.selection().layerProperty().get()) {
            chosen = new NetworkId(model.selection().layerProperty().get(), 0, 0);
        }
    }

    private void refresh(Overlay overlay) {
        switch (overlay) {
            case Overlay.Strongest() -> strongest.setSelected(true);
            case Overlay.Winners() -> winners.setSelected(true);
            case Overlay.Network(NetworkId id) -> {
                chosen = id;
                network.setSelected(true);
            }
            case Overlay.Family(NetworkId id) -> {
                chosen = id;
                family.setSelected(true);
            }
        }
    }

    private String named(NetworkId id, CutModel cut) {
        return model.subjectProperty().get().named(id, cut.cut().rules());
    }

    private String pale() {
        MosaicData d = model.dataProperty().get();
        return d == null || d.palette() == null || d.palette().unstable().isEmpty() ? "" : ", dimmed: unstable";
    }

    private String words(CutModel cut) {
        if (model.subjectProperty().get() == null || cut.outcome() == null) {
            return "";
        }
        String what = switch (model.overlayProperty().get()) {
            case Overlay.Strongest() -> "max |z| over all networks";
            case Overlay.Winners() -> "each neuron's strongest network" + pale();
            case Overlay.Network(NetworkId id) -> "z of network " + named(id, cut);
            case Overlay.Family(NetworkId id) -> "z of network " + named(id, cut) + " and its kin";
        };
        boolean one = model.overlayProperty().get() instanceof Overlay.Network
                || model.overlayProperty().get() instanceof Overlay.Family;
        String scale = !one ? "" : model.coloursProperty().get().across() ? ", one scale for all" : ", its own scale";
        float above = model.dataProperty().get() == null
                ? cut.outcome().threshold()
                : model.dataProperty().get().threshold();
        return what
                + scale
                + (above < 0
                        ? "  ·  lit: preserved by " + cut.cut().method().title()
                        : String.format(Locale.ROOT, "  ·  lit above %.2f", above));
    }

    public MosaicView view() {
        return view;
    }
}

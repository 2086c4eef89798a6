package sulcus.workbench.view;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import sulcus.prune.NetworkId;

/**
 * What is spoken of: the one selection that all views observe and change. Hovering reads out, a click locks; the layer and
 * the network stay until others are chosen.
 */
public final class Selection {
    private final ObjectProperty<Spot> hovered = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<Spot> locked = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Integer> layer = new ReadOnlyObjectWrapper<>(-1);
    private final ObjectProperty<NetworkId> network = new SimpleObjectProperty<>();
    private final ObjectProperty<NetworkId> beside = new SimpleObjectProperty<>();
    private final ObjectProperty<Token> token = new SimpleObjectProperty<>();

    public Selection() {
        hovered.addListener((o, was, is) -> look());
        locked.addListener((o, was, is) -> look());
        network.addListener((o, was, is) -> {
            if (is != null) {
                layer.set(is.layer());
            }
        });
    }

    private void look() {
        if (spot() != null) {
            layer.set(spot().layer());
        }
    }

    /** Nothing but a layer, as when another study is opened; −1 for none. */
    public void clear(int first) {
        hovered.set(null);
        locked.set(null);
        network.set(null);
        beside.set(null);
        token.set(null);
        // also where the number is the same, the layer is another study's
        layer.set(-1);
        layer.set(first);
    }

    /** The neuron that is spoken of: the locked one, else the one under the cursor; null if neither. */
    public Spot spot() {
        return locked.get() != null ? locked.get() : hovered.get();
    }

    /** Locks the read-out on a neuron, or frees it if it is locked on that one. */
    public void click(Spot spot) {
        locked.set(spot == null || spot.equals(locked.get()) ? null : spot);
        hovered.set(spot);
    }

    /** Looks at a layer as a whole. */
    public void chooseLayer(int l) {
        locked.set(null);
        hovered.set(null);
        layer.set(l);
    }

    /** The neuron under the cursor, or null. */
    public ObjectProperty<Spot> hoveredProperty() {
        return hovered;
    }

    /** The neuron the read-out is locked on, or null. */
    public ReadOnlyObjectProperty<Spot> lockedProperty() {
        return locked.getReadOnlyProperty();
    }

    /** The layer that is shown large; −1 without a study. */
    public ReadOnlyObjectProperty<Integer> layerProperty() {
        return layer.getReadOnlyProperty();
    }

    /** The network that is looked at; null if none was chosen yet. */
    public ObjectProperty<NetworkId> networkProperty() {
        return network;
    }

    /** Another network to hold against it; null for none. */
    public ObjectProperty<NetworkId> besideProperty() {
        return beside;
    }

    /** The token that is looked at, or null. */
    public ObjectProperty<Token> tokenProperty() {
        return token;
    }
}

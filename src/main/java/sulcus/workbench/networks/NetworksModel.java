package sulcus.workbench.networks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyFloatProperty;
import javafx.beans.property.ReadOnlyFloatWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import sulcus.decompose.NeuronMap;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.study.NetworkFacts;
import sulcus.study.StudyDocument.NetworkNote;
import sulcus.study.lab.Stability;
import sulcus.workbench.command.Undo;
import sulcus.workbench.mosaic.MosaicModel;
import sulcus.workbench.mosaic.Overlay;
import sulcus.workbench.preserve.Cut;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.study.Subject;

/**
 * Rows of the table, which of them are shown, and which is chosen. The chosen network is the mosaic's overlay: one follows
 * the other. Decisions are those of the cut; labels and notes are kept at once and can be undone.
 */
public final class NetworksModel {
    private final CutModel cut;
    private final MosaicModel mosaic;
    private final Undo undo;
    private final BiConsumer<NetworkId, NetworkNote> keeper;
    private final Executor reader;
    private final Executor window;
    /** Rules that the rows agree with: a drag of the threshold changes none of them. */
    private Rules followed;

    private final ObservableList<NetworkFacts> rows = FXCollections.observableArrayList();
    private final FilteredList<NetworkFacts> shown = new FilteredList<>(rows);
    private final StringProperty filter = new SimpleStringProperty("");
    private final ReadOnlyFloatWrapper bound = new ReadOnlyFloatWrapper(Stability.STABLE);
    private final ReadOnlyObjectWrapper<NetworkId> chosen = new ReadOnlyObjectWrapper<>();

    /**
     * @param keeper stores what is said of a network; called on the window's thread, must not wait
     * @param reader where maps are read to count key neurons
     * @param window the window's thread
     */
    public NetworksModel(
            CutModel cut,
            MosaicModel mosaic,
            Undo undo,
            BiConsumer<NetworkId, NetworkNote> keeper,
            Executor reader,
            Executor window) {
        this.cut = cut;
        this.mosaic = mosaic;
        this.undo = undo;
        this.keeper = keeper;
        this.reader = reader;
        this.window = window;
        filter.addListener((o, was, is) -> narrow());
        cut.cutProperty().addListener((o, was, is) -> decided(is));
        mosaic.overlayProperty().addListener((o, was, is) -> chosen.set(of(is)));
    }

    private static NetworkId of(Overlay overlay) {
        return switch (overlay) {
            case Overlay.Network(NetworkId id) -> id;
            case Overlay.Family(NetworkId id) -> id;
            case Overlay.Strongest(), Overlay.Winners() -> null;
        };
    }

    /** The networks of another study, or none. */
    public void show(List<NetworkFacts> networks) {
        rows.setAll(networks);
        followed = null;
        decided(cut.cut());
    }

    private void decided(Cut now) {
        if (now == null
                || followed != null
                        && now.rules().networks().equals(followed.networks())
                        && now.rules().networkThresholds().equals(followed.networkThresholds())
                        && now.rules().minimumStability() == followed.minimumStability()) {
            return;
        }
        followed = now.rules();
        if (bound.get() != Stability.bound(followed)) {
            bound.set(Stability.bound(followed));
            narrow();
        }
        for (int i = 0; i < rows.size(); i++) {
            NetworkFacts row = rows.get(i);
            Decision wanted = now.rules().networks().getOrDefault(row.id(), Decision.UNDECIDED);
            float own = now.rules().networkThresholds().getOrDefault(row.id(), Float.NaN);
            if (Float.compare(row.threshold(), own) != 0) {
                // the old count until the new one is there
                rows.set(i, row.with(wanted).with(own, row.keyNeurons()));
                count(i);
            } else if (row.decision() != wanted) {
                rows.set(i, row.with(wanted));
            }
        }
    }

    /** Counts the key neurons of a row anew, in the background. */
    private void count(int at) {
        Subject of = mosaic.subjectProperty().get();
        NetworkFacts row = rows.get(at);
        reader.execute(() -> {
            int neurons = of.neurons(row.id().layer());
            int above = NeuronMap.extent(of.networks().map(row.id()), neurons, row.keyNeuronsAbove())
                    .keys();
            window.execute(() -> {
                boolean there = above != row.keyNeurons()
                        && of == mosaic.subjectProperty().get()
                        && at < rows.size()
                        && rows.get(at).id().equals(row.id());
                if (there && Float.compare(rows.get(at).threshold(), row.threshold()) == 0) {
                    rows.set(at, rows.get(at).with(row.threshold(), above));
                }
            });
        });
    }

    /** Every word must occur in a row: in its number, "layer3", its decision, "stable" or
     * "unstable", "own" for a threshold of its own, its label, what it answers to, or its note. */
    private void narrow() {
        String[] words = filter.get().toLowerCase(Locale.ROOT).strip().split("\\s+");
        shown.setPredicate(row -> {
            String text = (row.id() + " layer" + row.id().layer() + " "
                            + row.decision() + (isStable(row) ? " stable " : " unstable ")
                            + (Float.isNaN(row.threshold()) ? " " : " own ")
                            + row.title() + " "
                            + (row.answers() == null ? "" : row.answers().value()) + " "
                            + row.note().note())
                    .toLowerCase(Locale.ROOT);
            return Arrays.stream(words).allMatch(text::contains);
        });
    }

    /** Whether a network comes back from other starts; true where nothing is known of it. */
    boolean isStable(NetworkFacts row) {
        return Float.isNaN(row.stability()) || row.stability() >= bound.get();
    }

    /** The Iq from which networks count as stable. */
    ReadOnlyFloatProperty boundProperty() {
        return bound.getReadOnlyProperty();
    }

    /** Shows a network in the mosaic, and its layer beside it. */
    public void choose(NetworkId id) {
        if (id != null && !id.equals(chosen.get())) {
            mosaic.selection().chooseLayer(id.layer());
            mosaic.overlayProperty().set(new Overlay.Network(id));
        }
    }

    public void decide(NetworkId id, Decision decision) {
        cut.setNetwork(id, decision);
    }

    /** @param own |z| above which its neurons are key neurons; null gives it the usual one again */
    public void threshold(NetworkId id, Float own) {
        cut.setNetworkThreshold(id, own);
    }

    public void label(NetworkId id, String text) {
        NetworkNote now = row(id).note();
        if (now.label().isEmpty() && text.strip().equals(row(id).automatic())) {
            return; // nobody wrote it
        }
        say("label of network " + id, id, now, new NetworkNote(text.strip(), now.colour(), now.note()));
    }

    public void note(NetworkId id, String text) {
        NetworkNote now = row(id).note();
        say("note on network " + id, id, now, new NetworkNote(now.label(), now.colour(), text.strip()));
    }

    /** @param hex "#rrggbb", or "" for the family's */
    public void colour(NetworkId id, String hex) {
        NetworkNote now = row(id).note();
        say("colour of network " + id, id, now, new NetworkNote(now.label(), hex, now.note()));
    }

    /** Chooses the network so many rows further down, among those shown. */
    public void step(int by) {
        for (int i = 0; i < shown.size(); i++) {
            if (shown.get(i).id().equals(mosaic.selection().networkProperty().get())) {
                choose(shown.get(Math.clamp(i + by, 0, shown.size() - 1)).id());
                return;
            }
        }
        if (!shown.isEmpty()) {
            choose(shown.getFirst().id());
        }
    }

    private void say(String what, NetworkId id, NetworkNote before, NetworkNote after) {
        if (!before.equals(after)) {
            put(id, after);
            undo.did(what, () -> put(id, before), () -> put(id, after));
        }
    }

    private void put(NetworkId id, NetworkNote note) {
        int at = rows.indexOf(row(id));
        rows.set(at, rows.get(at).with(note));
        keeper.accept(id, note);
    }

    private NetworkFacts row(NetworkId id) {
        return rows.stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
    }

    /** All rows, in the order of layers and networks. */
    public ObservableList<NetworkFacts> rows() {
        return rows;
    }

    /** Those that the filter lets through. */
    public ObservableList<NetworkFacts> shown() {
        return shown;
    }

    public StringProperty filterProperty() {
        return filter;
    }

    /** The network that the mosaic shows; null if it shows all. */
    public ReadOnlyObjectProperty<NetworkId> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** What the thumbnails are drawn from; null without a study. */
    Subject subject() {
        return mosaic.subjectProperty().get();
    }
}

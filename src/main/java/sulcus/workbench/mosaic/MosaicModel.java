package sulcus.workbench.mosaic;

import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import sulcus.figure.MosaicData;
import sulcus.figure.Preserved;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.task.NewestWins;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.preserve.Outcome;
import sulcus.workbench.study.Figures;
import sulcus.workbench.study.Subject;

/**
 * What the mosaic shows and what the cursor is on. Maps are read in the background; while another overlay is read the old
 * one stays, and the newest choice wins.
 */
public final class MosaicModel {
    private final CutModel cut;
    private final NewestWins<Question, OverlayValues> reading;
    private final NewestWins<Inquiry, Subject.Belonging> asking;

    private final ObjectProperty<Subject> subject = new SimpleObjectProperty<>();
    private final ObjectProperty<Overlay> overlay = new SimpleObjectProperty<>(new Overlay.Strongest());
    private final ObjectProperty<Spot> hovered = new SimpleObjectProperty<>();
    private final ObjectProperty<Spot> locked = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<MosaicData> data = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Integer> layer = new ReadOnlyObjectWrapper<>(0);
    private final ReadOnlyObjectWrapper<Subject.Belonging> belonging = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper readOut = new ReadOnlyStringWrapper("");

    private OverlayValues values;
    private float[][] anatomy;

    private record Question(Subject subject, Overlay overlay) {}

    private record Inquiry(Subject subject, int layer) {}

    /**
     * @param reader where maps are read
     * @param window the window's thread
     */
    public MosaicModel(CutModel cut, NewestWins.Timer timer, Executor reader, Executor window) {
        this.cut = cut;
        reading = new NewestWins<>(
                (q, progress) -> OverlayValues.of(q.subject(), q.overlay(), progress),
                0,
                timer,
                reader,
                window,
                new NewestWins.Listener<>() {
                    @Override
                    public void answered(Question question, OverlayValues answer) {
                        show(answer);
                    }

                    @Override
                    public void failed(Question question, Throwable failure) {
                        overlay.set(values.overlay());
                    }
                });
        asking = new NewestWins<>(
                (q, progress) -> q.subject().networks().belonging(q.layer()),
                0,
                timer,
                reader,
                window,
                new NewestWins.Listener<>() {
                    @Override
                    public void answered(Inquiry question, Subject.Belonging answer) {
                        belonging.set(answer);
                    }

                    @Override
                    public void failed(Inquiry question, Throwable failure) {
                        belonging.set(null);
                    }
                });
        overlay.addListener((o, was, is) -> choose(is));
        cut.outcomeProperty().addListener((o, was, is) -> cutMoved());
        hovered.addListener((o, was, is) -> look());
        locked.addListener((o, was, is) -> look());
        layer.addListener((o, was, is) -> inspect());
        readOut.bind(
                Bindings.createStringBinding(this::words, hovered, locked, belonging, data, cut.outcomeProperty()));
    }

    /** Shows another study; the cut must have been opened on it before. */
    public void open(Subject next) {
        reading.withdraw();
        asking.withdraw();
        hovered.set(null);
        locked.set(null);
        belonging.set(null);
        values = null;
        subject.set(next);
        if (next == null) {
            anatomy = null;
            data.set(null);
            return;
        }
        anatomy = MosaicData.ranks(OverlayValues.whole(next, next.anatomy()));
        overlay.set(new Overlay.Strongest());
        show(OverlayValues.strongest(next));
        layer.set(-1);
        layer.set(firstOpenLayer(next));
    }

    private static int firstOpenLayer(Subject subject) {
        for (int l = 0; l < subject.layers(); l++) {
            if (!subject.rules().protectedLayers().contains(l) && subject.scores()[l] != null) {
                return l;
            }
        }
        return 0;
    }

    private void choose(Overlay chosen) {
        if (subject.get() != null && values != null && !chosen.equals(values.overlay())) {
            reading.ask(new Question(subject.get(), chosen));
        }
    }

    private void show(OverlayValues answer) {
        values = answer;
        Subject s = subject.get();
        boolean[] whole = new boolean[s.layers()];
        data.set(thresholds(new MosaicData(
                "",
                "",
                s.layout(),
                answer.values(),
                anatomy,
                answer.families(),
                answer.scale(),
                new float[whole.length],
                0,
                whole,
                null)));
    }

    private void cutMoved() {
        if (data.get() != null && cut.outcome() != null) {
            data.set(thresholds(data.get()));
        }
    }

    private MosaicData thresholds(MosaicData d) {
        Rules rules = cut.cut().rules();
        Outcome outcome = cut.outcome();
        float[] own = new float[d.layers()];
        boolean[] whole = new boolean[d.layers()];
        for (int l = 0; l < own.length; l++) {
            own[l] = Math.min(
                    rules.layerThresholds().getOrDefault(l, outcome.threshold()), values.keyNeuronsAbove(rules, l));
            whole[l] = rules.protectedLayers().contains(l);
        }
        return new MosaicData(
                d.title(),
                d.caption(),
                d.layout(),
                d.values(),
                d.anatomy(),
                d.families(),
                d.scale(),
                own,
                outcome.threshold(),
                whole,
                new Preserved(outcome.kept(), outcome.standing(), values.decided()));
    }

    private void look() {
        Spot at = spot();
        if (at != null) {
            layer.set(at.layer());
        }
    }

    private void inspect() {
        belonging.set(null);
        Subject s = subject.get();
        int l = layer.get();
        if (s != null && l >= 0 && s.scores()[l] != null) {
            asking.ask(new Inquiry(s, l));
        }
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

    private String words() {
        Spot at = spot();
        Subject s = subject.get();
        if (s == null || at == null || values == null || cut.outcome() == null) {
            return "";
        }
        StringBuilder words = new StringBuilder()
                .append("layer ")
                .append(at.layer())
                .append("  ·  neuron ")
                .append(Figures.count(at.neuron()));
        Subject.Belonging b = belonging.get();
        if (b != null && at.layer() == layer.get()) {
            words.append("  ·  network ")
                    .append(new NetworkId(at.layer(), b.group()[at.neuron()], b.network()[at.neuron()]));
        }
        float z = values.values()[at.layer()][at.neuron()];
        String name = values.scale().label();
        if (b != null && at.layer() == layer.get() && !values.scale().signed()) {
            z = b.z()[at.neuron()];
            name = "z";
        }
        words.append("  ·  ").append(name).append(" = ").append(signed(z));
        boolean kept = cut.outcome().plan().preserved()[at.layer()].get(at.neuron());
        boolean whole = cut.cut().rules().protectedLayers().contains(at.layer());
        return words.append("  ·  ")
                .append(whole ? "kept, layer protected" : kept ? "kept" : "removed")
                .toString();
    }

    private static String signed(float z) {
        return String.format(Locale.ROOT, "%.2f", z).replace('-', '−');
    }

    public ReadOnlyObjectProperty<Subject> subjectProperty() {
        return subject;
    }

    /** What lies over the anatomy. */
    public ObjectProperty<Overlay> overlayProperty() {
        return overlay;
    }

    /** All that is drawn, thresholds of this moment included; null without a study. */
    public ReadOnlyObjectProperty<MosaicData> dataProperty() {
        return data.getReadOnlyProperty();
    }

    /** The neuron under the cursor, or null. */
    public ObjectProperty<Spot> hoveredProperty() {
        return hovered;
    }

    /** The neuron the read-out is locked on, or null. */
    public ReadOnlyObjectProperty<Spot> lockedProperty() {
        return locked;
    }

    /** The layer that is shown large. */
    public ReadOnlyObjectProperty<Integer> layerProperty() {
        return layer.getReadOnlyProperty();
    }

    /** Networks of that layer's neurons; null until they are read. */
    public ReadOnlyObjectProperty<Subject.Belonging> belongingProperty() {
        return belonging.getReadOnlyProperty();
    }

    /** One line on the neuron spoken of; empty if there is none. */
    public ReadOnlyStringProperty readOutProperty() {
        return readOut.getReadOnlyProperty();
    }
}

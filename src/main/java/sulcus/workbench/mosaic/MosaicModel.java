package sulcus.workbench.mosaic;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import sulcus.decompose.layout.Families;
import sulcus.decompose.layout.SliceLayout;
import sulcus.figure.ColourScale;
import sulcus.figure.Colours;
import sulcus.figure.FamilyColours;
import sulcus.figure.MosaicData;
import sulcus.figure.Preserved;
import sulcus.figure.Zoom;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.prune.score.Scores;
import sulcus.task.NewestWins;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.preserve.Outcome;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Spot;

/**
 * What the mosaic shows and what the cursor is on. Maps are read in the background; while another overlay is read the old
 * one stays, and the newest choice wins.
 */
public final class MosaicModel {
    /** Milliseconds that a layer stays in view before all its maps are read: who steps through layers waits for none of it. */
    private static final int BELONGING_DELAY = 120;

    private final CutModel cut;
    private final Selection selection;
    private final FamilyModel families;
    private final NewestWins<Question, OverlayValues> reading;
    private final NewestWins<Inquiry, Subject.Belonging> asking;

    private final ObjectProperty<Subject> subject = new SimpleObjectProperty<>();
    private final ObjectProperty<Colours> colours = new SimpleObjectProperty<>(Colours.START);
    private final ObjectProperty<Zoom> zoom = new SimpleObjectProperty<>(Zoom.WHOLE);
    private final ObjectProperty<Overlay> overlay = new SimpleObjectProperty<>(new Overlay.Strongest());
    private final ReadOnlyObjectWrapper<MosaicData> data = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Subject.Belonging> belonging = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper readOut = new ReadOnlyStringWrapper("");

    private OverlayValues values;
    private SliceLayout layout;

    private record Question(Subject subject, Families families, FamilyColours colours, Overlay overlay) {}

    private record Inquiry(Subject subject, int layer) {}

    /**
     * @param reader where maps are read
     * @param window the window's thread
     */
    public MosaicModel(
            CutModel cut,
            Selection selection,
            FamilyModel families,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        this.cut = cut;
        this.families = families;
        this.selection = selection;
        reading = new NewestWins<>(
                (q, progress) -> OverlayValues.of(q.subject(), q.families(), q.colours(), q.overlay(), progress),
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
                BELONGING_DELAY,
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
        colours.addListener((o, was, is) -> {
            if (data.get() != null) {
                data.set(data.get().in(scale()));
            }
        });
        cut.outcomeProperty().addListener((o, was, is) -> cutMoved());
        cut.cutProperty().addListener((o, was, is) -> {
            boolean moved = was != null
                    && is != null
                    && was.rules().minimumStability() != is.rules().minimumStability();
            if (moved && subject.get() != null) {
                fade();
            }
        });
        families.familiesProperty().addListener((o, was, is) -> recut(is));
        families.coloursProperty().addListener((o, was, is) -> recolour(is));
        selection.networkProperty().addListener((o, was, is) -> follow(is));
        selection.layerProperty().addListener((o, was, is) -> inspect());
        readOut.bind(Bindings.createStringBinding(
                this::words,
                selection.hoveredProperty(),
                selection.lockedProperty(),
                belonging,
                data,
                cut.outcomeProperty()));
    }

    /** Shows another study; the cut must have been opened on it before. */
    public void open(Subject next) {
        reading.withdraw();
        asking.withdraw();
        belonging.set(null);
        values = null;
        zoom.set(Zoom.WHOLE);
        subject.set(next);
        if (next == null) {
            selection.clear(-1);
            data.set(null);
            return;
        }
        layout = next.layout();
        fade();
        overlay.set(new Overlay.Strongest());
        show(OverlayValues.strongest(next));
        selection.clear(firstOpenLayer(next));
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
        if (chosen instanceof Overlay.Network(NetworkId id)) {
            selection.networkProperty().set(id);
        } else if (chosen instanceof Overlay.Family(NetworkId id)) {
            selection.networkProperty().set(id);
        }
        if (subject.get() != null && values != null && !chosen.equals(values.overlay())) {
            ask(families.familiesProperty().get(), chosen);
        }
    }

    /** Another network was chosen in some view: it is shown, alone or with its family. */
    private void follow(NetworkId id) {
        if (id != null && subject.get() != null) {
            overlay.set(overlay.get() instanceof Overlay.Family ? new Overlay.Family(id) : new Overlay.Network(id));
        }
    }

    /** The families changed: what is coloured by them is read again. */
    private void recut(Families now) {
        Overlay shown = overlay.get();
        if (now != null && values != null && (shown instanceof Overlay.Winners || shown instanceof Overlay.Family)) {
            ask(now, shown);
        }
    }

    private void ask(Families of, Overlay shown) {
        reading.ask(new Question(subject.get(), of, families.coloursProperty().getValue(), shown));
    }

    /** A colour was chosen, or networks became pale. Families that are cut anew bring theirs with them. */
    private void recolour(FamilyColours now) {
        MosaicData d = data.get();
        if (now != null
                && d != null
                && d.families() != null
                && !now.unstable().equals(d.palette().unstable())) {
            ask(families.familiesProperty().get(), overlay.get());
            return;
        }
        if (now != null
                && d != null
                && d.families() != null
                && d.layout().families() == families.familiesProperty().get().of()) {
            data.set(d.coloured(now));
        }
    }

    private void show(OverlayValues answer) {
        values = answer;
        Subject s = subject.get();
        boolean[] whole = new boolean[s.layers()];
        int[][] of = families.familiesProperty().get().of();
        if (layout.families() != of) {
            layout = s.layout().withFamilies(of);
        }
        data.set(thresholds(new MosaicData(
                "",
                "",
                layout,
                answer.values(),
                s.groundwork().anatomy(),
                answer.families(),
                answer.families() == null ? null : families.coloursProperty().getValue(),
                scale(),
                new float[whole.length],
                0,
                whole,
                null)));
    }

    /** Of what is shown, in the colours that were chosen. */
    private ColourScale scale() {
        return switch (values.overlay()) {
            case Overlay.Network(NetworkId id) -> scale(values.scale().of("this network"));
            case Overlay.Family(NetworkId id) -> scale(values.scale().of("this family"));
            default -> values.scale().of("all networks").in(colours.get());
        };
    }

    private ColourScale scale(ColourScale own) {
        Colours chosen = colours.get();
        return chosen.across()
                ? subject.get()
                        .groundwork()
                        .scale()
                        .signed("z")
                        .of("all networks")
                        .in(chosen)
                : own.in(chosen);
    }

    /**
     * The scale of one or two networks that are shown together.
     *
     * @param z [network][neuron]
     */
    public ColourScale scaleOf(float[]... z) {
        return scale(ColourScale.of(z, "z").of(z.length == 1 ? "this network" : "both networks"));
    }

    private void fade() {
        families.fade(subject.get().unstable(cut.cut().rules()));
    }

    private void cutMoved() {
        if (data.get() != null && cut.outcome() != null) {
            data.set(thresholds(data.get()));
        }
    }

    /** Whether the cut lies on the scale of the values that are shown. */
    public boolean scaled() {
        return cut.cut().method() == Scores.NETWORKS;
    }

    /**
     * What must be exceeded to be lit. A rival's threshold says nothing of z: where the plan decides, precisely what it preserves
     * is lit, and the colours need no mark.
     */
    private float litAbove() {
        return scaled() ? cut.outcome().threshold() : values.decided() ? -1 : Rules.KEY_NEURON;
    }

    private MosaicData thresholds(MosaicData d) {
        Rules rules = cut.cut().applied();
        Outcome outcome = cut.outcome();
        float lit = litAbove();
        float[] own = new float[d.layers()];
        boolean[] whole = new boolean[d.layers()];
        for (int l = 0; l < own.length; l++) {
            float above = values.decided() || scaled() ? rules.layerThresholds().getOrDefault(l, lit) : lit;
            own[l] = Math.min(above, values.keyNeuronsAbove(rules, l));
            whole[l] = rules.protectedLayers().contains(l);
        }
        return new MosaicData(
                d.title(),
                d.caption(),
                d.layout(),
                d.values(),
                d.anatomy(),
                d.families(),
                d.palette(),
                d.scale(),
                own,
                lit,
                whole,
                new Preserved(outcome.kept(), outcome.standing(), values.decided()));
    }

    private void inspect() {
        belonging.set(null);
        Subject s = subject.get();
        int l = selection.layerProperty().get();
        if (s != null && l >= 0 && s.scores()[l] != null) {
            asking.ask(new Inquiry(s, l));
        }
    }

    private String words() {
        ReadOut known = readOut();
        return known == null ? "" : known.words();
    }

    /** What is known of the neuron spoken of; null if there is none. */
    public ReadOut readOut() {
        Spot at = selection.spot();
        Subject s = subject.get();
        if (s == null || at == null || values == null || cut.outcome() == null) {
            return null;
        }
        Subject.Belonging b = at.layer() == selection.layerProperty().get() ? belonging.get() : null;
        boolean own = b != null && !values.scale().signed();
        NetworkId network =
                b == null ? null : new NetworkId(at.layer(), b.group()[at.neuron()], b.network()[at.neuron()]);
        return new ReadOut(
                at,
                network,
                network == null || s.isStable(network, cut.cut().rules()),
                s.networks().groups(),
                own ? "z" : shownAs(),
                own ? b.strongest(at.neuron()) : values.values()[at.layer()][at.neuron()],
                b == null ? List.of() : signals(s, b, at.neuron()),
                cut.outcome().plan().preserved()[at.layer()].get(at.neuron()),
                cut.cut().rules().protectedLayers().contains(at.layer()));
    }

    /** The value by its name; z where it is that of another network than the neuron's own. */
    private String shownAs() {
        return switch (values.overlay()) {
            case Overlay.Network(NetworkId id) -> "z in " + id;
            case Overlay.Family(NetworkId id) -> "z in the family of " + id;
            case Overlay.Strongest(), Overlay.Winners() -> values.scale().label();
        };
    }

    private static List<ReadOut.Signal> signals(Subject s, Subject.Belonging b, int neuron) {
        List<String> names = s.networks().signals();
        List<ReadOut.Signal> signals = new ArrayList<>();
        for (int i = 0; i < b.z().length; i++) {
            signals.add(new ReadOut.Signal(names.get(i), b.z()[i][neuron]));
        }
        return signals;
    }

    public ReadOnlyObjectProperty<Subject> subjectProperty() {
        return subject;
    }

    /** How this and the other maps of networks are coloured. */
    public ObjectProperty<Colours> coloursProperty() {
        return colours;
    }

    /** The part of the sheet that is seen. */
    public ObjectProperty<Zoom> zoomProperty() {
        return zoom;
    }

    /** What lies over the anatomy. */
    public ObjectProperty<Overlay> overlayProperty() {
        return overlay;
    }

    /** All that is drawn, thresholds of this moment included; null without a study. */
    public ReadOnlyObjectProperty<MosaicData> dataProperty() {
        return data.getReadOnlyProperty();
    }

    /** The selection that this and all other views observe. */
    public Selection selection() {
        return selection;
    }

    /** Networks of the neurons of the layer in view; null until they are read. */
    public ReadOnlyObjectProperty<Subject.Belonging> belongingProperty() {
        return belonging.getReadOnlyProperty();
    }

    /** One line on the neuron spoken of; empty if there is none. */
    public ReadOnlyStringProperty readOutProperty() {
        return readOut.getReadOnlyProperty();
    }
}

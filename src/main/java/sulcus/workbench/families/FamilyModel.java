package sulcus.workbench.families;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import sulcus.decompose.layout.Families;
import sulcus.decompose.layout.NetworkTree;
import sulcus.figure.FamilyColours;
import sulcus.prune.NetworkId;
import sulcus.task.NewestWins;
import sulcus.workbench.command.Undo;
import sulcus.workbench.study.Subject;

/**
 * The model-wide families of networks that all views colour by, and the cut that makes them. The dendrogram is read in the
 * background; until it is there the families are those stored with the layout and cannot be moved.
 */
public final class FamilyModel {
    private final Undo undo;
    private final BiConsumer<Subject, Float> keeper;
    private final NewestWins<Subject, NetworkTree> reading;
    private final ReadOnlyObjectWrapper<Families> families = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<NetworkTree> tree = new ReadOnlyObjectWrapper<>();
    private final ObservableMap<NetworkId, Color> chosen = FXCollections.observableMap(new TreeMap<>());
    private final ReadOnlyObjectWrapper<Set<NetworkId>> unstable = new ReadOnlyObjectWrapper<>(Set.of());
    private final ObjectBinding<FamilyColours> colours =
            Bindings.createObjectBinding(this::mixed, families, chosen, unstable);
    private final ObjectBinding<int[]> layers = Bindings.createObjectBinding(this::spread, families);
    private Subject subject;
    private Float before;
    private boolean moving;

    /** @param keeper stores the cut of a study; called on the window's thread, must not wait */
    public FamilyModel(
            Undo undo, BiConsumer<Subject, Float> keeper, NewestWins.Timer timer, Executor reader, Executor window) {
        this.undo = undo;
        this.keeper = keeper;
        reading = new NewestWins<>(
                (s, progress) -> s.study().tree(progress), 0, timer, reader, window, new NewestWins.Listener<>() {
                    @Override
                    public void answered(Subject question, NetworkTree answer) {
                        tree.set(answer);
                        Float chosen = question.study().document().familyCut();
                        families.set(answer.cut(chosen == null ? answer.naturalCut() : chosen));
                    }

                    @Override
                    public void failed(Subject question, Throwable failure) {
                        tree.set(null);
                    }
                });
    }

    /** Takes up another study's families. */
    public void open(Subject next) {
        reading.withdraw();
        subject = next;
        moving = false;
        tree.set(null);
        families.set(null);
        chosen.clear();
        unstable.set(Set.of());
        if (next == null) {
            return;
        }
        if (next.study() != null) {
            chosen.putAll(FamilyColours.chosen(next.study().document().networks()));
        }
        int count = 0;
        for (int[] layer : next.layout().families()) {
            for (int family : layer) {
                count = Math.max(count, family + 1);
            }
        }
        families.set(new Families(Float.NaN, next.layout().families(), count));
        if (next.study() != null) {
            reading.ask(next);
        }
    }

    /** All moves until {@link #end} are one step. */
    public void begin() {
        end();
        moving = true;
        before = families.get() == null ? null : families.get().height();
    }

    /** The hand rests. */
    public void end() {
        if (moving && before != null) {
            moving = false;
            note(before, families.get().height());
        }
        moving = false;
    }

    /** Moves the cut. */
    public void cut(float height) {
        if (tree.get() == null) {
            return;
        }
        float from = families.get().height();
        families.set(tree.get().cut(height));
        if (!moving) {
            note(from, height);
        }
    }

    /** Back to the cut that the dendrogram suggests. */
    public void natural() {
        if (tree.get() != null) {
            cut(tree.get().naturalCut());
        }
    }

    private void note(float from, float to) {
        if (from != to) {
            Subject of = subject;
            keeper.accept(of, to);
            undo.did("cut of the families", () -> settle(of, from), () -> settle(of, to));
        }
    }

    private void settle(Subject of, float height) {
        families.set(tree.get().cut(height));
        keeper.accept(of, height);
    }

    /** All networks of a family, by layer. */
    public List<NetworkId> members(int family) {
        List<NetworkId> members = new ArrayList<>();
        int[][] of = Objects.requireNonNull(families.get()).of();
        for (int l = 0; l < of.length; l++) {
            for (int k = 0; k < of[l].length; k++) {
                if (of[l][k] == family) {
                    members.add(new NetworkId(l, 0, k));
                }
            }
        }
        return members;
    }

    private FamilyColours mixed() {
        return families.get() == null
                ? null
                : FamilyColours.of(families.get().of(), chosen).fading(unstable.get());
    }

    /** In how many layers each family has networks: counted once for all cells that show it. */
    private int[] spread() {
        int[] in = new int[families.get().count()];
        for (int[] layer : families.get().of()) {
            IntStream.of(layer).filter(family -> family >= 0).distinct().forEach(family -> in[family]++);
        }
        return in;
    }

    /** Gives a network, and so its family as {@link FamilyColours} says, a colour; null takes it back. */
    public void paint(NetworkId id, Color colour) {
        if (colour == null) {
            chosen.remove(id);
        } else {
            chosen.put(id, colour);
        }
    }

    /** Makes these networks pale, and those of before not. */
    public void fade(Set<NetworkId> networks) {
        unstable.set(networks);
    }

    /** The colours of the families in every view, those of this moment's cut; null without a study. */
    public ObservableValue<FamilyColours> coloursProperty() {
        return colours;
    }

    /** The colour of a family; the same in every view. */
    public Color colour(int family) {
        return colours.get().colour(family);
    }

    /** In how many layers a family has networks. */
    public int layers(int family) {
        return layers.get()[family];
    }

    /** The family of a network; −1 if it has none. */
    public int of(NetworkId id) {
        return id == null || id.group() != 0 || families.get() == null
                ? -1
                : families.get().of(id.layer(), id.network());
    }

    /** Null without a study. */
    public ReadOnlyObjectProperty<Families> familiesProperty() {
        return families.getReadOnlyProperty();
    }

    /** Null until it is read. */
    public ReadOnlyObjectProperty<NetworkTree> treeProperty() {
        return tree.getReadOnlyProperty();
    }
}

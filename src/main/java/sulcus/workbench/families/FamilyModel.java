package sulcus.workbench.families;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
    private final ObjectBinding<Spread> spread = Bindings.createObjectBinding(this::spread, families);
    private Subject subject;
    private Float before;
    private boolean moving;

    /** Colours of all families, and in how many layers each has networks: found once for all cells that show them. */
    private record Spread(FamilyColours colours, int[] layers) {}

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
        if (next == null) {
            families.set(null);
            return;
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

    private Spread spread() {
        Families now = families.get();
        int[] layers = new int[now.count()];
        for (int[] layer : now.of()) {
            IntStream.of(layer).filter(family -> family >= 0).distinct().forEach(family -> layers[family]++);
        }
        return new Spread(FamilyColours.of(now.of()), layers);
    }

    /** The colour of a family; the same in every view. */
    public java.awt.Color colour(int family) {
        return spread.get().colours().colour(family);
    }

    /** In how many layers a family has networks. */
    public int layers(int family) {
        return spread.get().layers()[family];
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

package sulcus.workbench.preserve;

import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import sulcus.prune.score.Score;
import sulcus.workbench.study.Ranking;
import sulcus.workbench.study.Subject;

/**
 * Which score decides, and what is asked for: a score that the study has is taken at once, another is offered to be computed. Until
 * it is there, the score before goes on deciding.
 */
public final class MethodModel {
    /** Where scores come from; answers come on the window's thread, and only while the same study is open. */
    public interface Source {
        /** @param found takes the ranking, or null where the study does not have it */
        void kept(Score method, Consumer<Ranking> found);

        /**
         * Computes scores as a task.
         *
         * @param found takes the ranking
         * @param ended is called in any case, after it
         */
        void compute(Score method, Consumer<Ranking> found, Runnable ended);
    }

    private final CutModel cut;
    private final Source source;
    private final ReadOnlyObjectWrapper<Score> offered = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper computing = new ReadOnlyBooleanWrapper();
    private Subject subject;
    private Score wanted;

    public MethodModel(CutModel cut, Source source) {
        this.cut = cut;
        this.source = source;
    }

    /** Takes up another study; what was asked of the one before is forgotten. */
    public void open(Subject next) {
        subject = next;
        wanted = null;
        offered.set(null);
        computing.set(false);
    }

    /** Takes a score, or finds out whether it can be had. */
    public void choose(Score method) {
        if (cut.cut() == null) {
            return;
        }
        wanted = method;
        offered.set(null);
        if (cut.knows(method)) {
            cut.setMethod(method);
            return;
        }
        Subject asked = subject;
        source.kept(method, ranking -> {
            if (asked == subject && wanted == method) {
                if (ranking == null) {
                    offered.set(method);
                } else {
                    cut.setMethod(ranking);
                }
            }
        });
    }

    /** Computes what is offered. */
    public void compute() {
        Score method = offered.get();
        if (method == null || computing.get()) {
            return;
        }
        computing.set(true);
        Subject asked = subject;
        source.compute(
                method,
                ranking -> {
                    if (asked == subject) {
                        cut.learn(ranking);
                        // who chose another meanwhile keeps it
                        if (wanted == method) {
                            offered.set(null);
                            cut.setMethod(method);
                        }
                    }
                },
                () -> {
                    if (asked == subject) {
                        computing.set(false);
                    }
                });
    }

    /** Stays with the score that decides. */
    public void decline() {
        wanted = null;
        offered.set(null);
    }

    /** The score that the study does not have, and that could be computed; null for none. */
    public ReadOnlyObjectProperty<Score> offeredProperty() {
        return offered.getReadOnlyProperty();
    }

    /** Whether scores are being computed. */
    public ReadOnlyBooleanProperty computingProperty() {
        return computing.getReadOnlyProperty();
    }
}

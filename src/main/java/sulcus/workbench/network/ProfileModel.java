package sulcus.workbench.network;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkProfile;
import sulcus.study.Study;
import sulcus.study.TokenStrings;
import sulcus.task.NewestWins;
import sulcus.task.Progress;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.View;

/** Profiles of the chosen network and of the one held against it, read in the background; the newest choice wins. */
public final class ProfileModel {
    private final Selection selection;
    private final ReadOnlyObjectWrapper<NetworkProfile> profile = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<NetworkProfile> beside = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final NewestWins<Question, NetworkProfile> reading;
    private final NewestWins<Question, NetworkProfile> readingBeside;
    private final Map<Study, String[][]> strings = new WeakHashMap<>();
    private final Set<View> followers = new HashSet<>();
    private Subject subject;

    private record Question(Subject subject, NetworkId id) {}

    public ProfileModel(Selection selection, NewestWins.Timer timer, Executor reader, Executor window) {
        this.selection = selection;
        reading = reader(profile, timer, reader, window);
        readingBeside = reader(beside, timer, reader, window);
        selection.networkProperty().addListener((o, was, is) -> ask(reading, profile, is));
        selection.besideProperty().addListener((o, was, is) -> ask(readingBeside, beside, is));
    }

    private NewestWins<Question, NetworkProfile> reader(
            ReadOnlyObjectWrapper<NetworkProfile> into, NewestWins.Timer timer, Executor reader, Executor window) {
        return new NewestWins<>(this::read, 0, timer, reader, window, new NewestWins.Listener<>() {
            @Override
            public void answered(Question question, NetworkProfile answer) {
                problem.set("");
                into.set(answer);
            }

            @Override
            public void failed(Question question, Throwable failure) {
                problem.set(String.valueOf(failure.getMessage()));
                into.set(null);
            }
        });
    }

    private NetworkProfile read(Question question, Progress progress) {
        Study study = question.subject().study();
        return NetworkProfile.of(
                study, question.id(), strings(study, question.id().group()), progress);
    }

    /** The texts of a group's tokens, read once; not on the window's thread. */
    public String[] strings(Study study, int group) {
        synchronized (strings) {
            String[][] all = strings.computeIfAbsent(study, s -> new String[s.groups()][]);
            if (all[group] == null) {
                all[group] = TokenStrings.of(study, group);
            }
            return all[group];
        }
    }

    private void ask(
            NewestWins<Question, NetworkProfile> of, ReadOnlyObjectWrapper<NetworkProfile> into, NetworkId id) {
        if (id == null || subject == null || subject.study() == null) {
            of.withdraw();
            into.set(null);
        } else if (!followers.isEmpty()
                && (into.get() == null || !into.get().id().equals(id))) {
            of.ask(new Question(subject, id));
        }
    }

    /** Another study, or none. */
    public void open(Subject next) {
        reading.withdraw();
        readingBeside.withdraw();
        profile.set(null);
        beside.set(null);
        subject = next;
        ask(reading, profile, selection.networkProperty().get());
    }

    /** Profiles are read only while a view that shows them can be seen. */
    void follow(boolean now, View view) {
        if (now) {
            followers.add(view);
            ask(reading, profile, selection.networkProperty().get());
            ask(readingBeside, beside, selection.besideProperty().get());
        } else {
            followers.remove(view);
        }
    }

    public Subject subject() {
        return subject;
    }

    /** Of the chosen network; null until it is read. */
    public ReadOnlyObjectProperty<NetworkProfile> profileProperty() {
        return profile.getReadOnlyProperty();
    }

    /** Of the network beside it; null without one. */
    public ReadOnlyObjectProperty<NetworkProfile> besideProperty() {
        return beside.getReadOnlyProperty();
    }

    /** Why the last one could not be read; empty if it could. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }
}

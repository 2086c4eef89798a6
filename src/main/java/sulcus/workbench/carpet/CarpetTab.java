package sulcus.workbench.carpet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.figure.CarpetData;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.task.NewestWins;
import sulcus.task.Progress;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.network.ProfileModel;
import sulcus.workbench.study.Subject;
import sulcus.workbench.theme.Pill;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.View;

/** Networks of all layers, or neurons of one, over the calibration tokens; a click chooses network and token. */
public final class CarpetTab implements View {
    private final Selection selection;
    private final ProfileModel profiles;
    private final NewestWins<Question, Answer> reading;
    private final VBox pane = new VBox();
    private final CarpetView view;
    private final ToggleButton model =
            new Pill("all networks", Pill.Place.LEFT, "Time courses of the networks of all layers", "Carpet of");
    private final ToggleButton layer = new Pill(
            "this layer's neurons",
            Pill.Place.RIGHT,
            "Neurons of the layer in view, as its networks make them",
            "Carpet of");
    private final Label problem = new Label();
    private Subject subject;
    private boolean showing;
    private Question answered;

    /** @param layer −1 for the networks of all */
    private record Question(Subject subject, int layer) {}

    private record Answer(CarpetData data, String[] tokens) {}

    public CarpetTab(
            Selection selection,
            FamilyModel families,
            ProfileModel profiles,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        this.selection = selection;
        this.profiles = profiles;
        view = new CarpetView(selection, families, theme);
        reading = new NewestWins<>(this::read, 0, timer, reader, window, new NewestWins.Listener<>() {
            @Override
            public void started(Question question) {
                problem.setText("reading …");
            }

            @Override
            public void answered(Question question, Answer answer) {
                answered = question;
                problem.setText("");
                view.open(answer.data(), answer.tokens());
            }

            @Override
            public void failed(Question question, Throwable failure) {
                answered = null;
                problem.setText(String.valueOf(failure.getMessage()));
                view.open(null, new String[0]);
            }
        });
        pane.getStyleClass().add("view-pane");
        pane.getChildren().addAll(header(), view);
        VBox.setVgrow(view, Priority.ALWAYS);
        selection.layerProperty().addListener((o, was, is) -> ask());
    }

    private Region header() {
        model.setId("carpet-networks");
        layer.setId("carpet-neurons");
        ToggleGroup group = new ToggleGroup();
        for (ToggleButton pill : List.of(model, layer)) {
            pill.setToggleGroup(group);
            pill.setOnAction(e -> {
                pill.setSelected(true);
                ask();
            });
        }
        model.setSelected(true);
        Label words = new Label();
        words.setId("carpet-words");
        words.textProperty().bind(view.readOutProperty());
        problem.visibleProperty().bind(view.readOutProperty().isEmpty());
        for (Label label : List.of(words, problem)) {
            label.getStyleClass().add("mosaic-words");
            label.setMinWidth(0);
            label.managedProperty().bind(label.textProperty().isEmpty().not().and(label.visibleProperty()));
        }
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox pills = new HBox(model, layer);
        pills.setMinWidth(Region.USE_PREF_SIZE);
        HBox header = new HBox(8, words, problem, space, pills);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("pane-header");
        return header;
    }

    private Answer read(Question q, Progress progress) {
        CarpetData data = q.layer() < 0
                ? CarpetData.ofModel(q.subject().study(), progress)
                : CarpetData.ofLayer(q.subject().study(), q.layer(), progress);
        return new Answer(data, profiles.strings(q.subject().study(), 0));
    }

    @Override
    public void showing(boolean now) {
        showing = now;
        if (now) {
            ask();
            view.redraw();
        }
    }

    private void ask() {
        if (!showing || subject == null || subject.study() == null) {
            return;
        }
        int of = model.isSelected() ? -1 : Math.max(0, selection.layerProperty().get());
        Question question = new Question(subject, of);
        if (question.equals(answered)) {
            reading.withdraw();
            problem.setText("");
        } else {
            reading.ask(question);
        }
    }

    @Override
    public String id() {
        return "carpet";
    }

    @Override
    public String title() {
        return "Carpet";
    }

    @Override
    public Region node() {
        return pane;
    }

    @Override
    public void open(Subject next) {
        reading.withdraw();
        subject = next;
        answered = null;
        problem.setText("");
        view.open(null, new String[0]);
        ask();
    }

    @Override
    public Shown shown() {
        CarpetData now = view.data();
        if (now == null || answered == null) {
            return null;
        }
        NetworkId network = selection.networkProperty().get();
        int of = answered.layer();
        return new Shown(
                subject.name() + " · " + now.title(),
                of < 0 ? "carpet" : "carpet-layer-" + of,
                theme -> view.painter(now, theme),
                0.62,
                () -> numbers(now),
                "--view carpet" + (of < 0 ? "" : " --layer " + of) + (network == null ? "" : " --network " + network));
    }

    @Override
    public List<Hint> keys() {
        return List.of(new Hint("From row to row; from token to token", "↑ ↓; ← →, with Shift further"));
    }

    private static List<List<String>> numbers(CarpetData d) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(d.neuron() == null ? List.of("network") : List.of("network", "neuron"));
        int columns = d.values()[0].length;
        for (int c = 0; c < columns; c++) {
            head.add("token " + (long) c * d.tokens() / columns);
        }
        rows.add(head);
        for (int r = 0; r < d.values().length; r++) {
            int first = (int) ((long) r * d.rows() / d.values().length);
            List<String> row = new ArrayList<>(List.of(d.owner()[first].toString()));
            if (d.neuron() != null) {
                row.add(Integer.toString(d.neuron()[first]));
            }
            for (float value : d.values()[r]) {
                row.add(String.format(Locale.ROOT, "%.4g", value));
            }
            rows.add(row);
        }
        return rows;
    }
}

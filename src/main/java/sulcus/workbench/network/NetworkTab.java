package sulcus.workbench.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import sulcus.figure.ColourScale;
import sulcus.figure.NetworkData;
import sulcus.figure.NetworkPainter;
import sulcus.figure.Theme;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.study.NetworkProfile;
import sulcus.workbench.mosaic.MosaicModel;
import sulcus.workbench.networks.ColourChoice;
import sulcus.workbench.networks.NetworksModel;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.study.Subject;
import sulcus.workbench.theme.NumberField;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.Token;
import sulcus.workbench.view.View;

/** The page of the chosen network, with what is said and decided of it; two pages side by side when one is held against it. */
public final class NetworkTab implements View {
    private static final PseudoClass OWN = PseudoClass.getPseudoClass("own");

    private final Selection selection;
    private final ProfileModel profiles;
    private final NetworksModel networks;
    private final CutModel cut;
    private final MosaicModel mosaic;
    private final VBox pane = new VBox();
    private final HBox pages = new HBox();
    private final FigureView page;
    private final FigureView besidePage;
    private final Label empty = new Label("Choose a network: in the table, on a slice, or in the matrix");
    private final TextField label = new TextField();
    private final TextField note = new TextField();
    private final ColourChoice colour = new ColourChoice(this::paint);
    private final Button own = new Button(null, new FontIcon(Feather.ROTATE_CCW));
    private final ToggleGroup decisions = new ToggleGroup();
    private final NumberField threshold;
    private boolean filling;

    public NetworkTab(
            Selection selection,
            ProfileModel profiles,
            NetworksModel networks,
            CutModel cut,
            MosaicModel mosaic,
            ObservableValue<Theme> theme) {
        this.selection = selection;
        this.profiles = profiles;
        this.networks = networks;
        this.cut = cut;
        this.mosaic = mosaic;
        page = new FigureView(theme);
        page.setId("network-page");
        besidePage = new FigureView(theme);
        threshold = new NumberField("Key neurons above |z|", "", 2, 0.05, this::keyNeurons, v -> {
            if (chosen() != null) {
                cut.setNetworkThreshold(chosen(), (float) v);
            }
        });
        HBox.setHgrow(page, Priority.ALWAYS);
        HBox.setHgrow(besidePage, Priority.ALWAYS);
        // both as wide as the other
        for (FigureView half : List.of(page, besidePage)) {
            half.setMinWidth(0);
            half.setPrefWidth(0);
        }
        pages.getChildren().add(page);
        empty.getStyleClass().add("hint");
        StackPane stack = new StackPane(pages, empty);
        VBox.setVgrow(stack, Priority.ALWAYS);
        pane.getStyleClass().add("view-pane");
        pane.getChildren().addAll(header(), stack);
        profiles.profileProperty().addListener((o, was, is) -> show());
        profiles.besideProperty().addListener((o, was, is) -> show());
        profiles.problemProperty().addListener((o, was, is) -> show());
        selection.tokenProperty().addListener((o, was, is) -> show());
        mosaic.coloursProperty().addListener((o, was, is) -> show());
        selection.networkProperty().addListener((o, was, is) -> fill());
        cut.cutProperty().addListener((o, was, is) -> {
            // a move of the model's threshold says nothing about a network
            if (was == null
                    || is == null
                    || !was.rules().networks().equals(is.rules().networks())
                    || !was.rules().networkThresholds().equals(is.rules().networkThresholds())) {
                fill();
                show();
            }
        });
        networks.rows().addListener((javafx.collections.ListChangeListener<Object>) c -> fill());
        page.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        page.addEventHandler(KeyEvent.KEY_PRESSED, this::step);
        fill();
        show();
    }

    private NetworkId chosen() {
        return selection.networkProperty().get();
    }

    private double keyNeurons() {
        return chosen() == null || cut.cut() == null
                ? Double.NaN
                : cut.cut().rules().networkThresholds().getOrDefault(chosen(), Rules.KEY_NEURON);
    }

    private Region header() {
        label.setPromptText("label");
        label.setAccessibleText("Label of the network");
        label.setPrefColumnCount(12);
        note.setPromptText("note");
        note.setAccessibleText("Note on the network");
        HBox.setHgrow(note, Priority.ALWAYS);
        onCommit(label, text -> networks.label(chosen(), text));
        onCommit(note, text -> networks.note(chosen(), text));
        HBox pills = new HBox();
        for (Decision decision : Decision.values()) {
            ToggleButton pill = new ToggleButton(decision.name().toLowerCase(Locale.ROOT));
            pill.setToggleGroup(decisions);
            pill.setUserData(decision);
            pill.setAccessibleText("Decision: " + pill.getText());
            int at = decision.ordinal();
            pill.getStyleClass()
                    .addAll(
                            "small",
                            at == 0 ? "left-pill" : at == Decision.values().length - 1 ? "right-pill" : "center-pill");
            pill.setOnAction(e -> {
                pill.setSelected(true);
                networks.decide(chosen(), decision);
            });
            pills.getChildren().add(pill);
        }
        pills.setMinWidth(Region.USE_PREF_SIZE);
        pills.setAlignment(Pos.CENTER_LEFT);
        threshold.setPrefWidth(72);
        threshold.setMinWidth(64);
        threshold.setTooltip(new Tooltip("Neurons with |z| above it are key neurons; they stay when it is preserved"));
        Label above = new Label("threshold");
        above.getStyleClass().add("field-name");
        above.setLabelFor(threshold);
        above.setMinWidth(Region.USE_PREF_SIZE);
        own.getStyleClass().addAll("quiet", "small");
        own.setTooltip(new Tooltip("Back to |z| > 3"));
        own.setAccessibleText("Give the network the usual threshold again");
        own.setOnAction(e -> cut.setNetworkThreshold(chosen(), null));
        label.setMinWidth(96);
        note.setMinWidth(96);
        HBox said = new HBox(8, label, note, colour);
        said.setAlignment(Pos.CENTER_LEFT);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox decided = new HBox(8, above, threshold, own, space, pills);
        decided.setAlignment(Pos.CENTER_LEFT);
        VBox header = new VBox(8, said, decided);
        header.setMinHeight(Region.USE_PREF_SIZE);
        header.getStyleClass().add("network-header");
        header.disableProperty().bind(selection.networkProperty().isNull());
        return header;
    }

    private void paint(String hex) {
        if (chosen() != null) {
            networks.colour(chosen(), hex);
        }
    }

    private void onCommit(TextField field, java.util.function.Consumer<String> take) {
        field.setOnAction(e -> {
            if (chosen() != null) {
                take.accept(field.getText());
            }
        });
        field.focusedProperty().addListener((o, was, is) -> {
            if (was && !is && chosen() != null && !filling) {
                take.accept(field.getText());
            }
        });
    }

    /** What is said and decided of the chosen network. */
    private void fill() {
        filling = true;
        try {
            var row = networks.rows().stream()
                    .filter(r -> r.id().equals(chosen()))
                    .findFirst()
                    .orElse(null);
            if (!label.isFocused()) {
                label.setText(row == null ? "" : row.note().label());
            }
            if (!note.isFocused()) {
                note.setText(row == null ? "" : row.note().note());
            }
            String painted = row == null ? "" : row.note().colour();
            colour.show(painted);
            Decision decided = chosen() == null || cut.cut() == null
                    ? Decision.UNDECIDED
                    : cut.cut().rules().networks().getOrDefault(chosen(), Decision.UNDECIDED);
            decisions.getToggles().forEach(t -> t.setSelected(t.getUserData() == decided));
            threshold.refresh();
            boolean exception = chosen() != null
                    && cut.cut() != null
                    && cut.cut().rules().networkThresholds().containsKey(chosen());
            threshold.pseudoClassStateChanged(OWN, exception);
            own.setVisible(exception);
        } finally {
            filling = false;
        }
    }

    private void show() {
        NetworkProfile of = profiles.profileProperty().get();
        NetworkProfile other = profiles.besideProperty().get();
        empty.setVisible(of == null);
        empty.setText(
                profiles.problemProperty().get().isEmpty()
                        ? "Choose a network: in the table, on a slice, or in the matrix"
                        : profiles.problemProperty().get());
        draw(page, of);
        draw(besidePage, other);
        if (other == null) {
            pages.getChildren().remove(besidePage);
        } else if (!pages.getChildren().contains(besidePage)) {
            pages.getChildren().add(besidePage);
        }
    }

    private void draw(FigureView into, NetworkProfile of) {
        if (of == null || profiles.subject() == null || cut.cut() == null) {
            into.show(null);
            into.setAccessibleText("Network: none chosen");
            return;
        }
        NetworkData data = data(of);
        int token = tokenOf(of);
        into.show(theme -> new NetworkPainter(data, token, theme));
        into.setAccessibleText(
                data.title() + ": " + data.neurons(Integer.MAX_VALUE).size() + " key neurons; top tokens "
                        + String.join(
                                ", ",
                                of.topTokens().stream()
                                        .limit(5)
                                        .map(NetworkProfile.TopToken::text)
                                        .toList()));
    }

    private NetworkData data(NetworkProfile of) {
        float above = cut.cut().rules().networkThresholds().getOrDefault(of.id(), Rules.KEY_NEURON);
        NetworkProfile page = profiles.profileProperty().get();
        NetworkProfile other = profiles.besideProperty().get();
        // two side by side are only comparable in the same colours
        ColourScale scale =
                page == null || other == null ? mosaic.scaleOf(of.z()) : mosaic.scaleOf(page.z(), other.z());
        return NetworkData.of(profiles.subject().study(), of, profiles.subject().layout(), above, scale);
    }

    private int tokenOf(NetworkProfile of) {
        Token token = selection.tokenProperty().get();
        return token == null || token.group() != of.id().group() ? -1 : token.index();
    }

    private void pressed(MouseEvent e) {
        page.requestFocus();
        NetworkProfile of = profiles.profileProperty().get();
        if (of != null && e.getButton() == MouseButton.PRIMARY) {
            int token = new NetworkPainter(data(of), -1, page.themed())
                    .tokenAt(e.getX(), e.getY(), page.getWidth(), page.getHeight());
            if (token >= 0) {
                selection.tokenProperty().set(new Token(of.id().group(), token));
            }
        }
    }

    /** Arrow keys walk through the networks as in the table. */
    private void step(KeyEvent e) {
        int by = e.getCode() == KeyCode.RIGHT || e.getCode() == KeyCode.DOWN
                ? 1
                : e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.UP ? -1 : 0;
        if (by != 0) {
            networks.step(e.isShiftDown() ? 10 * by : by);
            e.consume();
        }
    }

    @Override
    public String id() {
        return "network";
    }

    @Override
    public String title() {
        return "Network";
    }

    @Override
    public Region node() {
        return pane;
    }

    @Override
    public void open(Subject subject) {
        profiles.open(subject);
    }

    @Override
    public void showing(boolean now) {
        profiles.follow(now, this);
        if (now) {
            page.redraw();
            besidePage.redraw();
        }
    }

    @Override
    public Shown shown() {
        NetworkProfile of = profiles.profileProperty().get();
        if (of == null || cut.cut() == null) {
            return null;
        }
        NetworkData data = data(of);
        int token = tokenOf(of);
        return new Shown(
                profiles.subject().name() + " · " + data.title(),
                "network-" + of.id(),
                theme -> new NetworkPainter(data, token, theme),
                0.72,
                () -> numbers(of),
                "--view network --network " + of.id()
                        + mosaic.coloursProperty().get().options());
    }

    @Override
    public List<Hint> keys() {
        return List.of(new Hint("From network to network, as in the table", "← → ↑ ↓, with Shift ten"));
    }

    private static List<List<String>> numbers(NetworkProfile p) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("token", "text", "z of time course"));
        for (int t = 0; t < p.course().length; t++) {
            rows.add(List.of(
                    Integer.toString(t), t < p.tokens().length ? p.tokens()[t] : "", Float.toString(p.course()[t])));
        }
        return rows;
    }
}

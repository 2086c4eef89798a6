package sulcus.workbench.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.controlsfx.control.textfield.TextFields;
import org.kordamp.ikonli.feather.Feather;
import sulcus.figure.NetworkData;
import sulcus.figure.TextPainter;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkProfile;
import sulcus.study.NetworkProfile.Alike;
import sulcus.study.NetworkProfile.Passage;
import sulcus.task.NewestWins;
import sulcus.workbench.study.Figures;
import sulcus.workbench.study.Subject;
import sulcus.workbench.theme.IconButton;
import sulcus.workbench.theme.Section;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.Token;
import sulcus.workbench.view.View;

/**
 * The calibration text, a page at a time, coloured by the chosen network; its strongest passages; and for the chosen token the
 * networks that are active there.
 */
public final class TextTab implements View {
    private static final int ACTIVE_NETWORKS = 24;

    private final Selection selection;
    private final ProfileModel profiles;
    private final NewestWins<Question, List<Alike>> asking;
    private final BorderPane pane = new BorderPane();
    private final FigureView page;
    private final ListView<Passage> passages = new ListView<>();
    private final ListView<Alike> active = new ListView<>();
    private final Label words = new Label();
    private final TextField search = TextFields.createClearableTextField();
    private final Function<NetworkId, String> names;
    private final Deque<Integer> before = new ArrayDeque<>();
    private int from;

    private record Question(Subject subject, Token token) {}

    /** @param names what a network of the open study is called: its number, marked where it is unstable */
    public TextTab(
            Selection selection,
            ProfileModel profiles,
            Function<NetworkId, String> names,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        this.selection = selection;
        this.profiles = profiles;
        this.names = names;
        page = new FigureView(theme);
        page.setId("text-page");
        asking = new NewestWins<>(
                (q, progress) -> NetworkProfile.activeAt(
                        q.subject().study(), q.token().group(), q.token().index(), ACTIVE_NETWORKS, progress),
                0,
                timer,
                reader,
                window,
                new NewestWins.Listener<>() {
                    @Override
                    public void answered(Question question, List<Alike> answer) {
                        active.getItems().setAll(answer);
                    }

                    @Override
                    public void failed(Question question, Throwable failure) {
                        active.getItems().clear();
                    }
                });
        lists();
        pane.getStyleClass().add("view-pane");
        pane.setTop(header());
        pane.setCenter(page);
        VBox side =
                new VBox(8, new Section("Strongest passages", passages), new Section("Active at the token", active));
        side.getStyleClass().add("text-side");
        side.setPrefWidth(230);
        side.setMinWidth(180);
        pane.setRight(side);
        profiles.profileProperty().addListener((o, was, is) -> changed(was, is));
        selection.tokenProperty().addListener((o, was, is) -> token(is));
        page.addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
        page.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        page.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        show();
    }

    private void lists() {
        passages.setCellFactory(
                list -> new PassageCell(() -> profiles.profileProperty().get()));
        passages.setPlaceholder(hint("Its passages stand here once a network is chosen"));
        passages.setAccessibleText("Strongest passages of the network");
        passages.getStyleClass().addAll("layers", "dense");
        passages.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
            NetworkProfile p = profiles.profileProperty().get();
            if (is != null && p != null) {
                go(is.from());
                selection.tokenProperty().set(new Token(p.id().group(), is.peak()));
            }
        });
        active.setCellFactory(list -> new ActiveCell(names));
        active.setPlaceholder(hint("Click a token to see which networks are active there"));
        active.setAccessibleText("Networks active at the chosen token");
        active.getStyleClass().addAll("layers", "dense");
        active.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
            if (is != null) {
                selection.networkProperty().set(is.id());
            }
        });
    }

    private Region header() {
        search.setId("text-search");
        search.setPromptText("find in the text");
        search.setAccessibleText("Find in the calibration text");
        search.getStyleClass().add("small");
        search.setPrefWidth(180);
        search.setOnAction(e -> find(false));
        search.addEventFilter(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ENTER && e.isShiftDown()) {
                find(true);
                e.consume();
            }
        });
        words.getStyleClass().add("mosaic-words");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox header = new HBox(
                8,
                words,
                space,
                search,
                new IconButton(Feather.CHEVRON_LEFT, "Page before", this::back),
                new IconButton(Feather.CHEVRON_RIGHT, "Next page", this::forth));
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("pane-header");
        return header;
    }

    private void changed(NetworkProfile was, NetworkProfile is) {
        if (is != null && (was == null || was.tokens() != is.tokens())) {
            from = 0;
            before.clear();
        }
        passages.getSelectionModel().clearSelection();
        passages.getItems().setAll(is == null ? List.of() : is.passages());
        show();
    }

    private void token(Token token) {
        if (token != null && profiles.subject() != null && profiles.subject().study() != null) {
            asking.ask(new Question(profiles.subject(), token));
            NetworkProfile p = profiles.profileProperty().get();
            if (p != null && p.id().group() == token.group() && (token.index() < from || token.index() >= end())) {
                go(Math.max(0, token.index() - 20));
            }
        } else {
            asking.withdraw();
            active.getItems().clear();
        }
        show();
    }

    private TextPainter painter(NetworkProfile p, Theme theme) {
        Token token = selection.tokenProperty().get();
        int marked = token == null || token.group() != p.id().group() ? -1 : token.index();
        return new TextPainter(p, NetworkData.ACTIVE, from, marked, theme);
    }

    private int end() {
        NetworkProfile p = profiles.profileProperty().get();
        return p == null ? from : painter(p, page.themed()).end(page.getWidth(), page.getHeight());
    }

    private void go(int token) {
        before.push(from);
        from = token;
        show();
    }

    private void back() {
        if (!before.isEmpty()) {
            from = before.pop();
            show();
        }
    }

    private void forth() {
        NetworkProfile p = profiles.profileProperty().get();
        if (p != null && end() < p.course().length) {
            go(end());
        }
    }

    private static Label hint(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("hint");
        label.setWrapText(true);
        label.setTextAlignment(TextAlignment.CENTER);
        label.setMaxWidth(170);
        return label;
    }

    /** Brings the words to find under the keys. */
    public void seek() {
        search.requestFocus();
        search.selectAll();
    }

    /**
     * Goes to the next place where the words stand, and says which of how many it is.
     *
     * @param back to the one before instead
     */
    private void find(boolean back) {
        NetworkProfile p = profiles.profileProperty().get();
        if (p == null || search.getText().isEmpty()) {
            return;
        }
        TextSearch found = TextSearch.of(p.tokens(), search.getText());
        Token now = selection.tokenProperty().get();
        int at = back ? found.back(now == null ? from : now.index()) : found.next(now == null ? from : now.index() + 1);
        if (at < 0) {
            words.setText("“" + search.getText() + "” does not occur");
            return;
        }
        selection.tokenProperty().set(new Token(p.id().group(), found.starts()[at]));
        words.setText(
                "“" + search.getText() + "”  ·  place " + (at + 1) + " of " + Figures.count(found.starts().length));
    }

    private void show() {
        NetworkProfile p = profiles.profileProperty().get();
        if (p == null) {
            page.show(null);
            words.setText("Choose a network to colour the text by");
            page.setAccessibleText("Calibration text: no network chosen");
            return;
        }
        page.show(theme -> painter(p, theme));
        words.setText("network " + names.apply(p.id()) + "  ·  from token " + Figures.count(from) + " of "
                + Figures.count(p.course().length));
        page.setAccessibleText("Calibration text from token " + from + ", coloured by network " + p.id()
                + (passages.getItems().isEmpty()
                        ? ""
                        : "; " + passages.getItems().size() + " strong passages"));
    }

    private void moved(MouseEvent e) {
        NetworkProfile p = profiles.profileProperty().get();
        int t = p == null
                ? -1
                : painter(p, page.themed()).tokenAt(e.getX(), e.getY(), page.getWidth(), page.getHeight());
        if (t >= 0) {
            words.setText(String.format(
                    Locale.ROOT, "token %d  ·  “%s”  ·  %.2f", t, TextPainter.visible(p.tokens()[t]), p.course()[t]));
        }
    }

    private void pressed(MouseEvent e) {
        page.requestFocus();
        NetworkProfile p = profiles.profileProperty().get();
        if (p != null && e.getButton() == MouseButton.PRIMARY) {
            int t = painter(p, page.themed()).tokenAt(e.getX(), e.getY(), page.getWidth(), page.getHeight());
            selection.tokenProperty().set(t < 0 ? null : new Token(p.id().group(), t));
        }
    }

    private void key(KeyEvent e) {
        if (e.getCode() == KeyCode.PAGE_DOWN || e.getCode() == KeyCode.DOWN) {
            forth();
            e.consume();
        } else if (e.getCode() == KeyCode.PAGE_UP || e.getCode() == KeyCode.UP) {
            back();
            e.consume();
        } else if (e.getCode() == KeyCode.LEFT || e.getCode() == KeyCode.RIGHT) {
            NetworkProfile p = profiles.profileProperty().get();
            Token now = selection.tokenProperty().get();
            if (p != null) {
                int t = (now == null ? from : now.index())
                        + (e.getCode() == KeyCode.LEFT ? -1 : 1) * (e.isShiftDown() ? 10 : 1);
                selection.tokenProperty().set(new Token(p.id().group(), Math.clamp(t, 0, p.course().length - 1)));
            }
            e.consume();
        }
    }

    @Override
    public String id() {
        return "text";
    }

    @Override
    public String title() {
        return "Text";
    }

    @Override
    public Region node() {
        return pane;
    }

    @Override
    public void open(Subject subject) {
        from = 0;
        before.clear();
        show();
    }

    @Override
    public void showing(boolean now) {
        profiles.follow(now, this);
        if (now) {
            page.redraw();
        }
    }

    @Override
    public List<Hint> keys() {
        return List.of(
                new Hint("From page to page", "↑ ↓, Page ↑ ↓"),
                new Hint("From token to token", "← →, with Shift ten"),
                new Hint("Next place found; the one before", "Enter; Shift+Enter"));
    }

    @Override
    public Shown shown() {
        NetworkProfile p = profiles.profileProperty().get();
        if (p == null) {
            return null;
        }
        int start = from;
        return new Shown(
                profiles.subject().name() + " · text by network " + p.id(),
                "text-" + p.id(),
                theme -> new TextPainter(p, NetworkData.ACTIVE, start, -1, theme),
                0.6,
                () -> numbers(p),
                "--view text --network " + p.id());
    }

    private static List<List<String>> numbers(NetworkProfile p) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("text", "peak token", "z", "passage"));
        for (Passage passage : p.passages()) {
            StringBuilder words = new StringBuilder();
            for (int t = passage.from(); t < passage.to() && t < p.tokens().length; t++) {
                words.append(p.tokens()[t]);
            }
            rows.add(List.of(
                    Integer.toString(passage.text()),
                    Integer.toString(passage.peak()),
                    Float.toString(p.course()[passage.peak()]),
                    words.toString()));
        }
        return rows;
    }
}

package sulcus.workbench.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
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
import org.controlsfx.control.textfield.TextFields;
import org.kordamp.ikonli.feather.Feather;
import sulcus.figure.NetworkData;
import sulcus.figure.TextPainter;
import sulcus.figure.Theme;
import sulcus.study.NetworkProfile;
import sulcus.study.NetworkProfile.Alike;
import sulcus.study.NetworkProfile.Passage;
import sulcus.task.NewestWins;
import sulcus.workbench.study.Subject;
import sulcus.workbench.theme.IconButton;
import sulcus.workbench.theme.Section;
import sulcus.workbench.view.FigureView;
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
    private final Deque<Integer> before = new ArrayDeque<>();
    private int from;

    private record Question(Subject subject, Token token) {}

    public TextTab(
            Selection selection,
            ProfileModel profiles,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        this.selection = selection;
        this.profiles = profiles;
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
        passages.setCellFactory(list -> new ListCell<>() {
            @Override
            protected void updateItem(Passage passage, boolean none) {
                super.updateItem(passage, none);
                NetworkProfile p = profiles.profileProperty().get();
                if (none || passage == null || p == null) {
                    setText(null);
                    return;
                }
                StringBuilder text =
                        new StringBuilder(String.format(Locale.ROOT, "%.1f  ", p.course()[passage.peak()]));
                for (int t = Math.max(passage.from(), passage.peak() - 4);
                        t < passage.to() && t < p.tokens().length;
                        t++) {
                    text.append(TextPainter.visible(p.tokens()[t]));
                }
                setText(text.toString());
            }
        });
        passages.setAccessibleText("Strongest passages of the network");
        passages.getStyleClass().addAll("layers", "dense");
        passages.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
            NetworkProfile p = profiles.profileProperty().get();
            if (is != null && p != null) {
                go(is.from());
                selection.tokenProperty().set(new Token(p.id().group(), is.peak()));
            }
        });
        active.setCellFactory(list -> new ListCell<>() {
            @Override
            protected void updateItem(Alike network, boolean none) {
                super.updateItem(network, none);
                setText(
                        none || network == null
                                ? null
                                : String.format(Locale.ROOT, "%-8s %.2f", network.id(), network.likeness()));
            }
        });
        active.setPlaceholder(new Label("Click a token"));
        active.setAccessibleText("Networks active at the chosen token");
        active.getStyleClass().addAll("layers", "dense");
        active.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
            if (is != null) {
                selection.networkProperty().set(is.id());
            }
        });
    }

    private Region header() {
        search.setPromptText("find in the text");
        search.setAccessibleText("Find in the calibration text");
        search.getStyleClass().add("small");
        search.setPrefWidth(180);
        search.setOnAction(e -> find());
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

    /** The next place after the page's first token where the words stand. */
    private void find() {
        NetworkProfile p = profiles.profileProperty().get();
        String wanted = search.getText().toLowerCase(Locale.ROOT);
        if (p == null || wanted.isEmpty()) {
            return;
        }
        Token now = selection.tokenProperty().get();
        int start = now == null ? from : now.index() + 1;
        for (int i = 0; i < p.tokens().length; i++) {
            int t = (start + i) % p.tokens().length;
            StringBuilder ahead = new StringBuilder();
            for (int u = t; u < p.tokens().length && ahead.length() < wanted.length() + p.tokens()[t].length(); u++) {
                ahead.append(p.tokens()[u].toLowerCase(Locale.ROOT));
            }
            int at = ahead.indexOf(wanted);
            if (at >= 0 && at < p.tokens()[t].length()) {
                selection.tokenProperty().set(new Token(p.id().group(), t));
                return;
            }
        }
        words.setText("“" + search.getText() + "” does not occur");
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
        words.setText("network " + p.id() + "  ·  from token " + from + " of " + p.course().length);
        page.setAccessibleText("Calibration text from token " + from + ", coloured by network " + p.id());
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
                int t = (now == null ? from : now.index()) + (e.getCode() == KeyCode.LEFT ? -1 : 1);
                if (t >= 0 && t < p.course().length) {
                    selection.tokenProperty().set(new Token(p.id().group(), t));
                }
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

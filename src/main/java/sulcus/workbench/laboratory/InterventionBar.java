package sulcus.workbench.laboratory;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;
import sulcus.prune.NetworkId;
import sulcus.study.Intervention.Kind;
import sulcus.study.Intervention.Target;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.theme.IconButton;
import sulcus.workbench.view.Selection;

/** What is done to the model: a way and a target are added, each addition stands below and can be taken away. */
final class InterventionBar extends VBox {
    private static final int[] COUNTS = {1, 3, 6, 12};

    private final LabModel model;
    private final Selection selection;
    private final FamilyModel families;
    private final ComboBox<Kind> kind = new ComboBox<>();
    private final MenuButton add = new MenuButton("Add");
    private final FlowPane chips = new FlowPane(6, 6);

    InterventionBar(LabModel model, Selection selection, FamilyModel families) {
        super(6);
        this.model = model;
        this.selection = selection;
        this.families = families;
        setId("interventions");
        kind.getItems().setAll(Kind.values());
        kind.setConverter(new Words());
        kind.setValue(Kind.SILENCE);
        kind.setAccessibleText("What is done to the neurons");
        kind.setId("intervention-kind");
        add.setId("intervention-add");
        add.getStyleClass().add("small");
        add.setTooltip(new Tooltip("To which networks, layers or neurons it is done"));
        add.setOnShowing(e -> fill());
        Label nothing = new Label("Nothing is done to the model yet");
        nothing.getStyleClass().add("hint");
        chips.setAlignment(Pos.CENTER_LEFT);
        chips.getChildren().setAll(nothing);
        HBox row = new HBox(8, kind, add, chips);
        HBox.setHgrow(chips, javafx.scene.layout.Priority.ALWAYS);
        kind.setMinWidth(Region.USE_PREF_SIZE);
        add.setMinWidth(Region.USE_PREF_SIZE);
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().add(row);
        model.items().addListener((ListChangeListener<Item>) c -> {
            // a slider that is being dragged changes its own item in place
            while (c.next()) {
                if (!c.wasReplaced()) {
                    chips.getChildren()
                            .setAll(model.items().stream().map(this::chip).toList());
                }
            }
            if (model.items().isEmpty()) {
                chips.getChildren().setAll(nothing);
            }
        });
    }

    /** What can be chosen now. */
    private void fill() {
        add.getItems().clear();
        NetworkId chosen = selection.networkProperty().get();
        if (chosen != null) {
            add.getItems().add(item("Network " + chosen, chosen.toString(), List.of(network(chosen))));
            NetworkId beside = selection.besideProperty().get();
            if (beside != null) {
                add.getItems()
                        .add(item(
                                "Networks " + chosen + " and " + beside,
                                chosen + ", " + beside,
                                List.of(network(chosen), network(beside))));
            }
            int family = families.of(chosen);
            if (family >= 0) {
                List<Target> members =
                        families.members(family).stream().map(this::network).toList();
                add.getItems()
                        .add(item(
                                "Family " + (family + 1) + " (" + members.size() + " networks)",
                                "family " + (family + 1),
                                members));
            }
        }
        int layer = Math.max(0, selection.layerProperty().get());
        add.getItems()
                .add(item("All neurons of layer " + layer, "layer " + layer, List.of(new Target.Neurons(layer, null))));
        for (String value : model.kinds()) {
            Menu most = new Menu("Most selective of " + value);
            for (int count : COUNTS) {
                MenuItem item = new MenuItem(count + (count == 1 ? " network" : " networks"));
                item.setOnAction(e -> model.addMostSelective(kind.getValue(), amount(), model.label(), value, count));
                most.getItems().add(item);
            }
            add.getItems().add(most);
        }
    }

    private Target network(NetworkId id) {
        return new Target.Network(model.subject().study().folder(), id, null);
    }

    private MenuItem item(String words, String name, List<Target> targets) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(e -> model.add(new Item(kind.getValue(), amount(), name, targets)));
        return item;
    }

    /** With what a scale or a shift begins. */
    private float amount() {
        return kind.getValue() == Kind.SCALE ? 2 : kind.getValue() == Kind.SHIFT ? 1 : 0;
    }

    private Region chip(Item first) {
        Label words = new Label(first.words());
        IconButton away = new IconButton(Feather.X, "Take away: " + first.words(), () -> {});
        HBox chip = new HBox(6, words, away);
        chip.getStyleClass().add("intervention");
        chip.setAlignment(Pos.CENTER_LEFT);
        Item[] now = {first};
        if (first.hasAmount()) {
            boolean scale = first.kind() == Kind.SCALE;
            Slider slider = new Slider(scale ? 0 : -4, 4, first.amount());
            slider.setPrefWidth(110);
            slider.setAccessibleText(scale ? "Gain of " + first.name() : "Shift of " + first.name());
            slider.valueProperty().addListener((o, was, is) -> {
                Item next = now[0].with(Math.round(is.floatValue() * 20) / 20f);
                int at = model.items().indexOf(now[0]);
                if (at >= 0 && !next.equals(now[0])) {
                    now[0] = next;
                    words.setText(next.words());
                    model.items().set(at, next);
                }
            });
            chip.getChildren().add(1, slider);
        }
        away.setOnAction(e -> model.items().remove(now[0]));
        return chip;
    }

    private static final class Words extends StringConverter<Kind> {
        @Override
        public String toString(Kind kind) {
            return kind == null
                    ? ""
                    : switch (kind) {
                        case SILENCE -> "Silence";
                        case RETAIN -> "Retain only";
                        case SCALE -> "Scale";
                        case SHIFT -> "Shift";
                    };
        }

        @Override
        public Kind fromString(String words) {
            return null; // the box is not edited
        }
    }
}

package sulcus.workbench.shell;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import sulcus.workbench.command.Command;
import sulcus.workbench.study.Figures;
import sulcus.workbench.tasks.JobRow;
import sulcus.workbench.tasks.TasksModel;

/** Menus and tools in one row, both drawn from the list of commands; device and memory at its end. */
final class Header extends HBox {
    /** Below this width the tools show their icons only. */
    private static final double ROOM_FOR_WORDS = 1120;

    private static final double PALETTE = 264;
    private static final double LEAST_PALETTE = 36;

    private final Label machine = new Label();
    private final Operations operations;

    Header(List<Command> commands, Operations operations, TasksModel tasks) {
        this.operations = operations;
        getStyleClass().add("window-header");
        setAlignment(Pos.CENTER_LEFT);
        MenuBar menus = new MenuBar();
        menus.setMinWidth(Region.USE_PREF_SIZE);
        HBox tools = new HBox();
        tools.getStyleClass().add("tools");
        tools.setAlignment(Pos.CENTER_LEFT);
        String group = null;
        for (Command command : commands) {
            Menu menu = menu(menus, command.menu());
            if (command.apart()) {
                menu.getItems().add(new SeparatorMenuItem());
            }
            menu.getItems().add(item(command));
            if (command.brief() != null) {
                if (group != null && !group.equals(command.menu())) {
                    Region gap = new Region();
                    gap.getStyleClass().add("tool-gap");
                    tools.getChildren().add(gap);
                }
                group = command.menu();
                tools.getChildren().add(tool(command));
            }
        }
        HBox middle = new HBox(palette(commands));
        middle.setAlignment(Pos.CENTER);
        HBox.setHgrow(middle, Priority.ALWAYS);
        machine.getStyleClass().add("machine");
        machine.setMinWidth(Region.USE_PREF_SIZE);
        machine.setAccessibleText("Device and memory");
        getChildren().addAll(menus, tools, middle, machine);
        tasks.rows().addListener((ListChangeListener<JobRow>) change -> refresh());
        tasks.lanes().every(2000, () -> tasks.window().execute(this::refresh));
        refresh();
    }

    private void refresh() {
        String device = operations.device();
        machine.setText((device.isEmpty() ? "" : device + "  ·  ") + Figures.bytes(Memory.resident()));
    }

    private static Menu menu(MenuBar bar, String name) {
        for (Menu menu : bar.getMenus()) {
            if (menu.getText().equals(name)) {
                return menu;
            }
        }
        Menu menu = new Menu(name);
        bar.getMenus().add(menu);
        return menu;
    }

    private static MenuItem item(Command command) {
        MenuItem item = new MenuItem();
        item.setId("menu-" + command.id());
        item.textProperty().bind(command.text());
        item.setAccelerator(command.shortcut());
        item.disableProperty().bind(Bindings.not(command.enabled()));
        item.setOnAction(e -> command.run());
        return item;
    }

    /** A button that looks like the field it opens. */
    private static Button palette(List<Command> commands) {
        Command command = commands.stream()
                .filter(c -> c.id().equals("help.palette"))
                .findFirst()
                .orElseThrow();
        Label keys = new Label(command.keys());
        keys.getStyleClass().add("keys");
        Label words = new Label(command.text().get());
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        FontIcon icon = new FontIcon(command.icon());
        HBox inside = new HBox(8, icon, words, keys);
        inside.setAlignment(Pos.CENTER_LEFT);
        Button button = new Button(null, inside);
        button.setId("open-palette");
        button.getStyleClass().add("palette-button");
        button.setAccessibleText(command.text().get());
        button.setPrefWidth(PALETTE);
        button.setMinWidth(LEAST_PALETTE);
        words.visibleProperty().bind(button.widthProperty().greaterThan(160));
        keys.visibleProperty().bind(button.widthProperty().greaterThan(PALETTE - 20));
        for (Label label : List.of(words, keys)) {
            label.managedProperty().bind(label.visibleProperty());
        }
        button.setOnAction(e -> command.run());
        inside.prefWidthProperty().bind(button.widthProperty().subtract(24));
        return button;
    }

    private Button tool(Command command) {
        Button tool = new Button(command.brief(), new FontIcon(command.icon()));
        tool.setId(command.id());
        tool.getStyleClass().addAll("flat", "tool");
        tool.setMinWidth(Region.USE_PREF_SIZE);
        tool.disableProperty().bind(Bindings.not(command.enabled()));
        tool.accessibleTextProperty().bind(command.text());
        Tooltip tip = new Tooltip();
        tip.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> command.text().get() + "   " + command.keys(), command.text()));
        tool.setTooltip(tip);
        tool.setOnAction(e -> command.run());
        tool.contentDisplayProperty()
                .bind(Bindings.createObjectBinding(
                        () -> command.brief().isEmpty() || getWidth() > 0 && getWidth() < ROOM_FOR_WORDS
                                ? ContentDisplay.GRAPHIC_ONLY
                                : ContentDisplay.LEFT,
                        widthProperty()));
        return tool;
    }
}

package sulcus.workbench.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableBooleanValue;
import org.kordamp.ikonli.feather.Feather;
import sulcus.workbench.command.Command;
import sulcus.workbench.view.View;
import sulcus.workbench.view.ViewArea;

/** What can be done with the views, made from the list of views. */
final class ViewCommands {
    private static final int DIGITS = 9;

    private ViewCommands() {}

    /** @param open whether there is something to look at */
    static List<Command> of(ViewArea area, ObservableBooleanValue open) {
        List<Command> commands = new ArrayList<>();
        for (View view : area.views()) {
            int number = commands.size() + 1;
            commands.add(Command.of(
                            "view.bring." + view.id(),
                            "View",
                            view.title(),
                            null,
                            number > DIGITS ? null : "Shortcut+" + number,
                            () -> area.bring(view.id()))
                    .when(open));
        }
        commands.add(Command.of(
                        "view.beside",
                        "View",
                        "This view beside",
                        Feather.COLUMNS,
                        "Shortcut+B",
                        () -> area.beside(active(area)))
                .when(open)
                .below());
        commands.add(Command.of(
                        "view.window",
                        "View",
                        "This view in a window of its own",
                        Feather.EXTERNAL_LINK,
                        "Shortcut+Shift+B",
                        () -> area.pullOut(active(area)))
                .when(open));
        return commands;
    }

    private static String active(ViewArea area) {
        return area.activeProperty().get().id();
    }
}

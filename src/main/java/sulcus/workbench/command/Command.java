package sulcus.workbench.command;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.Ikon;

/**
 * Something the user may ask the window to do. Menu, toolbar, palette and the sheet of shortcuts are drawn from one list of these.
 *
 * @param id stable name, such as "study.open"
 * @param menu the menu it stands in
 * @param text as in the menu, with "…" where more will be asked; it may change, as that of undo does
 * @param brief as in the toolbar; null if it does not stand there
 * @param icon null for none
 * @param shortcut null for none
 * @param enabled whether it can be done now
 * @param apart whether a line stands above it in its menu
 * @param action on the window's thread
 */
public record Command(
        String id,
        String menu,
        ObservableStringValue text,
        String brief,
        Ikon icon,
        KeyCombination shortcut,
        ObservableBooleanValue enabled,
        boolean apart,
        Runnable action) {

    /** A command whose text never changes and that can always be done. */
    public static Command of(String id, String menu, String text, Ikon icon, String shortcut, Runnable action) {
        return new Command(
                id,
                menu,
                Bindings.createStringBinding(() -> text),
                null,
                icon,
                shortcut == null ? null : KeyCombination.valueOf(shortcut),
                Bindings.createBooleanBinding(() -> true),
                false,
                action);
    }

    /** The same in the toolbar too. */
    public Command inToolbar(String words) {
        return new Command(id, menu, text, words, icon, shortcut, enabled, apart, action);
    }

    public Command when(ObservableBooleanValue condition) {
        return new Command(id, menu, text, brief, icon, shortcut, condition, apart, action);
    }

    public Command named(ObservableStringValue words) {
        return new Command(id, menu, words, brief, icon, shortcut, enabled, apart, action);
    }

    /** With a line above it in its menu. */
    public Command below() {
        return new Command(id, menu, text, brief, icon, shortcut, enabled, true, action);
    }

    /** The keys as they are written; empty if there are none. */
    public String keys() {
        return shortcut == null ? "" : shortcut.getDisplayText();
    }

    /** Does it if it can be done now. */
    public void run() {
        if (enabled.get()) {
            action.run();
        }
    }
}

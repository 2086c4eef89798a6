package sulcus.workbench.palette;

import sulcus.workbench.command.Command;

/**
 * A line of the palette.
 *
 * @param text what is found and done
 * @param where the menu or the folder it stands in
 * @param keys its shortcut; empty for none
 * @param enabled whether it can be done now
 * @param action after the palette has closed
 */
public record Entry(String text, String where, String keys, boolean enabled, Runnable action) {
    /** A command as it stands now. */
    public static Entry of(Command command) {
        return new Entry(
                command.text().get(),
                command.menu(),
                command.keys(),
                command.enabled().get(),
                command::run);
    }
}

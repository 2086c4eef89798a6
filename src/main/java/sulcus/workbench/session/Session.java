package sulcus.workbench.session;

import java.util.List;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.Arrangement;

/**
 * What is remembered between starts.
 *
 * @param version of this layout, {@value #VERSION}
 * @param look light, dark, or as the system has it
 * @param width of the window
 * @param height of the window
 * @param study the last one that was open, a path; null for none
 * @param recent what was opened, newest first, paths
 * @param views where they stood; null for the usual places
 * @param alone whether the panes at their sides were hidden
 */
public record Session(
        int version,
        Look.Choice look,
        double width,
        double height,
        String study,
        List<String> recent,
        Arrangement views,
        boolean alone) {
    public static final int VERSION = 1;

    /** As at the first start. */
    public static final Session FIRST =
            new Session(VERSION, Look.Choice.SYSTEM, 1400, 900, null, List.of(), null, false);

    public Session {
        look = look == null ? Look.Choice.SYSTEM : look;
        recent = recent == null
                ? List.of()
                : recent.stream()
                        .filter(java.util.Objects::nonNull)
                        .distinct()
                        .limit(RecentFiles.MOST)
                        .toList();
        width = sane(width, 1400);
        height = sane(height, 900);
    }

    private static double sane(double length, double usual) {
        return length >= 200 && length <= 20_000 ? length : usual;
    }
}

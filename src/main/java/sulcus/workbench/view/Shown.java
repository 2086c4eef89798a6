package sulcus.workbench.view;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import sulcus.figure.Figure;
import sulcus.figure.Theme;

/**
 * What a view shows at this moment, as it can be taken away.
 *
 * @param title for the file
 * @param name of the file without its ending, such as "carpet-layer-3"
 * @param figure by the same painter as on the screen, in another theme
 * @param heightOverWidth a good shape for it
 * @param numbers as rows of a CSV table, the first one the header; asked for on a background thread
 * @param command the options of {@code sulcus figure} that draw it, such as {@code --view carpet --layer 3}; null where none do
 */
public record Shown(
        String title,
        String name,
        Function<Theme, Figure> figure,
        double heightOverWidth,
        Supplier<List<List<String>>> numbers,
        String command) {}

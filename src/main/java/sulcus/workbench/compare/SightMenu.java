package sulcus.workbench.compare;

import java.util.Locale;
import java.util.Set;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;
import sulcus.figure.CompareSight;
import sulcus.figure.CompareSight.Panel;
import sulcus.study.MeasuredText;

/** How the comparison is seen: axes, and what stands below the plot. */
final class SightMenu extends MenuButton {
    private final RadioMenuItem parameters = new RadioMenuItem("Across: parameters removed");
    private final CheckMenuItem logarithmic = new CheckMenuItem("Logarithmic perplexity");
    private final RadioMenuItem[] below = new RadioMenuItem[Panel.values().length];
    private final Runnable changed;
    private Set<String> hidden = Set.of();

    SightMenu(Runnable changed) {
        super("Show");
        this.changed = changed;
        setId("compare-show");
        getStyleClass().add("small");
        setMinWidth(Region.USE_PREF_SIZE);
        setAccessibleText("How the comparison is shown");
        ToggleGroup across = new ToggleGroup();
        RadioMenuItem neurons = new RadioMenuItem("Across: neurons removed");
        neurons.setToggleGroup(across);
        parameters.setToggleGroup(across);
        across.selectToggle(CompareSight.START.parameters() ? parameters : neurons);
        logarithmic.setSelected(CompareSight.START.logarithmic());
        getItems().addAll(neurons, parameters, new SeparatorMenuItem(), logarithmic, new SeparatorMenuItem());
        ToggleGroup under = new ToggleGroup();
        for (Panel what : Panel.values()) {
            below[what.ordinal()] = new RadioMenuItem(words(what));
            below[what.ordinal()].setToggleGroup(under);
            getItems().add(below[what.ordinal()]);
        }
        under.selectToggle(below[0]);
        across.selectedToggleProperty().addListener((o, was, is) -> changed.run());
        under.selectedToggleProperty().addListener((o, was, is) -> changed.run());
        logarithmic.selectedProperty().addListener((o, was, is) -> changed.run());
    }

    private static String words(Panel what) {
        return switch (what) {
            case NONE -> "Plot alone";
            case SETTINGS -> "Two settings, A and B";
            case OVERLAP -> "Overlap of preserved sets";
        };
    }

    CompareSight sight() {
        return new CompareSight(parameters.isSelected(), logarithmic.isSelected(), hidden, panel());
    }

    Panel panel() {
        for (Panel what : Panel.values()) {
            if (below[what.ordinal()].isSelected()) {
                return what;
            }
        }
        return Panel.NONE;
    }

    void show(Panel what) {
        below[what.ordinal()].setSelected(true);
    }

    void hide(Set<String> names) {
        hidden = Set.copyOf(names);
        changed.run();
    }

    /** As options of {@code sulcus figure}. */
    String options(MeasuredText on) {
        StringBuilder options = new StringBuilder();
        options.append(" --removed ").append(sight().what());
        if (!logarithmic.isSelected()) {
            options.append(" --linear");
        }
        options.append(" --measured-on '")
                .append(on.name().replace("'", "'\\''"))
                .append('\'');
        hidden.stream()
                .sorted()
                .forEach(name -> options.append(" --hide '")
                        .append(name.replace("'", "'\\''"))
                        .append('\''));
        options.append(" --panel ").append(panel().name().toLowerCase(Locale.ROOT));
        return options.toString();
    }
}

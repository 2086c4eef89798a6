package sulcus.workbench.study;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.workbench.study.Subject.Fact;
import sulcus.workbench.theme.Section;

/** What is open: the model, the calibration text, and how the one was decomposed on the other. */
public final class StudyPane extends VBox {
    /** One column of names through all sections. */
    private static final double NAMES = 72;

    private final StudyModel model;
    private final Section modelSection = new Section("Model");
    private final Section textSection = new Section("Calibration text");
    private final Section decomposition = new Section("Decomposition");

    public StudyPane(StudyModel model) {
        this.model = model;
        getStyleClass().add("study");
        getChildren().addAll(modelSection, textSection, decomposition);
        model.modelProperty().addListener((o, was, is) -> refresh());
        model.textProperty().addListener((o, was, is) -> refresh());
        model.subjectProperty().addListener((o, was, is) -> refresh());
        refresh();
    }

    private void refresh() {
        ModelCard m = model.modelProperty().get();
        fill(
                modelSection,
                m == null ? null : m.name(),
                m == null ? null : m.path().toString(),
                facts(m));
        TextCard t = model.textProperty().get();
        String where = t == null || t.files() == null ? null : t.files().words().replace("; ", "\n");
        fill(textSection, t == null ? null : t.name(), where, facts(t));
        Subject s = model.subjectProperty().get();
        fill(decomposition, null, null, s == null ? List.of(new Fact("not yet", "")) : s.decomposition());
    }

    private static List<Fact> facts(ModelCard m) {
        if (m == null) {
            return List.of(new Fact("none open", ""));
        }
        String neurons = m.narrowest() == m.widest()
                ? Figures.count(m.widest())
                : Figures.count(m.narrowest()) + " – " + Figures.count(m.widest());
        return List.of(
                new Fact("family", m.family() + ", " + m.format()),
                new Fact("layers", m.layers() + " of " + neurons + " neurons"),
                new Fact("weights", Figures.large(m.parameters()) + ", " + Figures.bytes(m.bytes()) + " " + m.type()));
    }

    private static List<Fact> facts(TextCard t) {
        if (t == null) {
            return List.of(new Fact("none chosen", ""));
        }
        List<Fact> facts = new ArrayList<>();
        if (t.texts() >= 0) {
            facts.add(new Fact("used", Figures.count(t.texts()) + " texts, " + Figures.count(t.tokens()) + " tokens"));
        } else {
            int places = t.files().places().size();
            facts.add(
                    places == 1
                            ? new Fact("size", Figures.bytes(t.bytes()))
                            : new Fact("sizes", Figures.bytes(t.bytes()) + " in " + places + " places"));
        }
        return facts;
    }

    private static void fill(Section section, String title, String tip, List<Fact> facts) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("facts");
        int row = 0;
        if (title != null) {
            Label name = new Label(title);
            name.getStyleClass().add("fact-title");
            name.setTooltip(tip == null ? null : new Tooltip(tip));
            grid.add(name, 0, row++, 2, 1);
        }
        for (Fact fact : facts) {
            Label name = new Label(fact.name());
            name.getStyleClass().add("fact-name");
            name.setMinWidth(NAMES);
            Label value = new Label(fact.value());
            value.getStyleClass().add("fact-value");
            value.setMaxWidth(Double.MAX_VALUE);
            value.setWrapText(true);
            value.setMinHeight(Region.USE_PREF_SIZE);
            GridPane.setHgrow(value, Priority.ALWAYS);
            grid.addRow(row++, name, value);
        }
        section.getChildren().setAll(section.title(), grid);
    }
}

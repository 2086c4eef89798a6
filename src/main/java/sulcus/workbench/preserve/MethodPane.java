package sulcus.workbench.preserve;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.prune.Rules;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.prune.score.Selective;
import sulcus.workbench.study.Subject;

/** Which score decides: a list of all there are, what the chosen one says, and the offer to compute one that is missing. */
final class MethodPane extends VBox {
    private final CutModel cut;
    private final MethodModel model;
    private final ComboBox<Score> choice = new ComboBox<>();
    private final Label says = small("method-says");
    private final Label rests = small("method-rests");
    private final Label missing = small("method-missing");
    private final Button compute = new Button("Compute");
    private final HBox offer;
    private String signals = "";
    private boolean showing;

    MethodPane(CutModel cut, MethodModel model) {
        super(4);
        this.cut = cut;
        this.model = model;
        choice.setId("method");
        choice.getItems().setAll(Scores.ALL);
        choice.setMaxWidth(Double.MAX_VALUE);
        choice.setAccessibleText("Method: whose scores decide which neurons stay");
        choice.setCellFactory(list -> new Line());
        choice.setButtonCell(new Name());
        choice.setOnAction(e -> {
            if (!showing && choice.getValue() != null) {
                model.choose(choice.getValue());
            }
        });
        Label name = new Label("Method");
        name.getStyleClass().add("field-name");
        name.setLabelFor(choice);
        compute.getStyleClass().addAll("small", "accent");
        compute.setMinWidth(Region.USE_PREF_SIZE);
        compute.setOnAction(e -> model.compute());
        Button stay = new Button("Not now");
        stay.getStyleClass().add("small");
        stay.setMinWidth(Region.USE_PREF_SIZE);
        stay.setOnAction(e -> model.decline());
        stay.visibleProperty().bind(model.computingProperty().not());
        stay.managedProperty().bind(stay.visibleProperty());
        HBox.setHgrow(missing, Priority.ALWAYS);
        missing.setMaxWidth(Double.MAX_VALUE);
        offer = new HBox(8, missing, stay, compute);
        offer.setAlignment(Pos.CENTER_LEFT);
        offer.setId("method-offer");
        offer.managedProperty().bind(offer.visibleProperty());
        rests.managedProperty().bind(rests.visibleProperty());
        getChildren().addAll(name, choice, says, offer, rests);
        cut.cutProperty().addListener((o, was, is) -> refresh());
        model.offeredProperty().addListener((o, was, is) -> refresh());
        model.computingProperty().addListener((o, was, is) -> refresh());
        refresh();
    }

    private static Label small(String id) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("hint");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    void open(Subject subject) {
        List<Score> all = new ArrayList<>(Scores.ALL);
        if (subject != null && subject.text() != null) {
            subject.text().kinds().forEach((label, values) -> values.forEach(v -> all.add(new Selective(label, v))));
        }
        showing = true;
        choice.getItems().setAll(all);
        showing = false;
        signals = subject == null ? "" : String.join(" and ", subject.networks().signals());
        refresh();
    }

    private void refresh() {
        Cut now = cut.cut();
        Score offered = model.offeredProperty().get();
        Score shown = offered != null ? offered : now == null ? null : now.method();
        showing = true;
        choice.setValue(shown);
        showing = false;
        choice.setTooltip(shown == null ? null : new Tooltip(shown.source()));
        says.setText(shown == null ? " " : says(shown, signals));
        offer.setVisible(offered != null);
        if (offered != null) {
            missing.setText(
                    model.computingProperty().get()
                            ? "Being computed, see tasks below; the cut stays with "
                                    + now.method().title()
                            : "Its scores are not in this study yet; the cut stays with "
                                    + now.method().title());
            compute.setDisable(model.computingProperty().get());
        }
        String resting = now == null || now.method() == Scores.NETWORKS ? "" : resting(now.rules());
        rests.setText(resting);
        rests.setVisible(!resting.isEmpty());
    }

    /** What a score says and how its cut is shared among the layers. */
    static String says(Score score, String signals) {
        return (score == Scores.NETWORKS ? score.axis() + (signals.isEmpty() ? "" : " of " + signals) : score.meaning())
                + "  ·  "
                + score.allocation().words();
    }

    /** What of the rules a rival cannot follow; empty where there is nothing of the kind. */
    static String resting(Rules rules) {
        int decided = rules.networks().size();
        int own = rules.networkThresholds().size();
        return decided + own == 0
                ? ""
                : String.join(
                                " and ",
                                List.of(
                                                count(decided, "decision on a network", "decisions on networks"),
                                                count(own, "network's own threshold", "networks' own thresholds"))
                                        .stream()
                                        .filter(w -> !w.isEmpty())
                                        .toList())
                        + (decided + own == 1 ? " rests" : " rest") + ": this method knows no networks";
    }

    private static String count(int count, String one, String several) {
        return count == 0 ? "" : count + " " + (count == 1 ? one : several);
    }

    private static final class Name extends ListCell<Score> {
        @Override
        protected void updateItem(Score score, boolean empty) {
            super.updateItem(score, empty);
            setText(empty || score == null ? "" : capital(score.title()));
        }
    }

    private static final class Line extends ListCell<Score> {
        private final Label title = new Label();
        private final Label says = new Label();
        private final VBox both = new VBox(title, says);

        Line() {
            says.getStyleClass().add("hint");
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(Score score, boolean empty) {
            super.updateItem(score, empty);
            setGraphic(empty || score == null ? null : both);
            if (score != null) {
                title.setText(capital(score.title()));
                says.setText(score.meaning());
                setText(title.getText() + ": " + score.meaning());
            }
        }
    }

    private static String capital(String title) {
        return title.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + title.substring(1);
    }
}

package sulcus.workbench.preserve;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import sulcus.prune.Rules;

/** Says how many layers and networks have thresholds of their own, and gives all of them back. Away while none has. */
final class OwnThresholds extends HBox {
    private final Label words = new Label();

    OwnThresholds(CutModel cut) {
        super(8);
        setId("own-thresholds");
        setAlignment(Pos.CENTER_LEFT);
        words.getStyleClass().add("field-name");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button back = new Button("Reset");
        back.getStyleClass().add("small");
        back.setMinWidth(Region.USE_PREF_SIZE);
        back.setAccessibleText("Reset all thresholds of layers and networks");
        back.setTooltip(new Tooltip("All take the usual thresholds again; can be undone"));
        back.setOnAction(e -> cut.giveBackThresholds());
        getChildren().addAll(words, back);
        managedProperty().bind(visibleProperty());
        cut.cutProperty().addListener((o, was, is) -> show(is));
        show(cut.cut());
    }

    private void show(Cut now) {
        String text = now == null ? "" : words(now.rules());
        words.setText(text);
        setVisible(!text.isEmpty());
    }

    /** Empty where there are none. */
    static String words(Rules rules) {
        int layers = rules.layerThresholds().size();
        int networks = rules.networkThresholds().size();
        if (layers + networks == 0) {
            return "";
        }
        return (layers == 0 ? "" : count(layers, "layer"))
                + (layers == 0 || networks == 0 ? "" : " and ")
                + (networks == 0 ? "" : count(networks, "network"))
                + (layers + networks == 1 ? " has a threshold of its own" : " have thresholds of their own");
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}

package sulcus.workbench.study;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/** What is open. A model and a text may be open before there is a decomposition; a study brings all three. */
public final class StudyModel {
    private final ObjectProperty<ModelCard> model = new SimpleObjectProperty<>();
    private final ObjectProperty<TextCard> text = new SimpleObjectProperty<>();
    private final ObjectProperty<Subject> subject = new SimpleObjectProperty<>();

    /** Another model: what was decomposed before does not belong to it. */
    public void openModel(ModelCard card) {
        subject.set(null);
        model.set(card);
    }

    /** Another calibration text, for the next decomposition. */
    public void openText(TextCard card) {
        text.set(card);
    }

    /** A finished decomposition. */
    public void open(Subject next) {
        model.set(next.model());
        text.set(next.text());
        subject.set(next);
    }

    public ObjectProperty<ModelCard> modelProperty() {
        return model;
    }

    public ObjectProperty<TextCard> textProperty() {
        return text;
    }

    /** The decomposition on the screen; null without one. */
    public ObjectProperty<Subject> subjectProperty() {
        return subject;
    }
}

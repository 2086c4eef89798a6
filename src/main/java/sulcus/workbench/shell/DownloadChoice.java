package sulcus.workbench.shell;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import sulcus.hub.Download;
import sulcus.hub.Hub;
import sulcus.hub.Listing;
import sulcus.model.LocalModel;
import sulcus.task.Refusal;

/** Which model is looked up on which hub, as it is filled in; nothing is asked before the user says so. */
final class DownloadChoice {
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty hub = new SimpleStringProperty(Hub.PUBLIC);
    private final StringProperty revision = new SimpleStringProperty("main");
    private final StringProperty files = new SimpleStringProperty("");
    private final StringBinding problem = Bindings.createStringBinding(this::wrong, name, hub);
    private final Map<String, String> environment;

    /** @param environment where HF_ENDPOINT names another hub and HF_TOKEN a token */
    DownloadChoice(Map<String, String> environment) {
        this.environment = environment;
        hub.set(environment.getOrDefault("HF_ENDPOINT", Hub.PUBLIC));
    }

    private String wrong() {
        if (!name.get().strip().matches("[^/\\s]+/[^/\\s]+")) {
            return "Write the model's name as org/model";
        }
        try {
            Hub.of(hub.get().strip(), environment);
            return "";
        } catch (Refusal e) {
            return e.getMessage();
        }
    }

    /** What asks the hub, on any thread, what there is to fetch. */
    Supplier<Download> question() {
        Hub asked = Hub.of(hub.get().strip(), environment);
        String model = name.get().strip();
        String at = revision.get().strip();
        String pattern = files.get().strip();
        return () -> {
            Listing listing = Listing.of(asked, model, at);
            return new Download(
                    listing, listing.chosen(pattern.isEmpty() ? List.of() : List.of(pattern)), LocalModel.hubCache());
        };
    }

    StringProperty nameProperty() {
        return name;
    }

    StringProperty hubProperty() {
        return hub;
    }

    StringProperty revisionProperty() {
        return revision;
    }

    /** A pattern; empty for what is read. */
    StringProperty filesProperty() {
        return files;
    }

    StringBinding problem() {
        return problem;
    }
}

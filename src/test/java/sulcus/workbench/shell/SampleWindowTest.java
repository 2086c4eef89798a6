package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.event.ActionEvent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.export.Destination;
import sulcus.export.Exported;
import sulcus.export.Layout;
import sulcus.model.Model;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkFacts;
import sulcus.study.Study;
import sulcus.study.StudyDocument.NetworkNote;
import sulcus.task.Lanes;
import sulcus.task.Progress;
import sulcus.workbench.Toolkit;
import sulcus.workbench.mosaic.Overlay;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.theme.Look;
import sulcus.workbench.theme.NumberField;

/** The window on the bundled sample: a real model is opened, cut, measured and exported. */
class SampleWindowTest {
    private static final Path STUDY = Path.of("sample-data", "study");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        assumeTrue(Study.isStudy(STUDY), "the bundled sample study is not there");
        Toolkit.start();
        operations.leaveUntouched(STUDY);
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, new NoFiles(), new Look(Look.Choice.DARK), lanes, Toolkit.watchdog()));
        scene = Toolkit.onWindow(() -> workbench.scene(1400, 900));
        Toolkit.snapshot(scene);
        Toolkit.watchdog().start();
        Toolkit.run(() -> workbench.open(STUDY));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
        Toolkit.snapshot(scene);
        Toolkit.watchdog().shown();
    }

    @AfterEach
    void close() {
        Toolkit.close(scene);
        assertThat(Toolkit.watchdog().stop())
                .as("what holds the window for more than 100 ms")
                .isEmpty();
        operations.close();
        lanes.close();
    }

    @Test
    void isCutMeasuredPicturedAndExported() throws IOException {
        Toolkit.run(() -> workbench.cut().setNeuronsRemoved(0.3));
        Toolkit.until("measured", () -> {
            Reading reading = workbench.measure().prunedProperty().get();
            return reading instanceof Reading.Measured || reading instanceof Reading.Failed;
        });
        double dense = ((Reading.Measured) workbench.measure().denseProperty().get())
                .perplexity()
                .perplexity();
        double pruned = ((Reading.Measured) workbench.measure().prunedProperty().get())
                .perplexity()
                .perplexity();
        assertThat(dense).isGreaterThan(1).isLessThan(pruned);

        Toolkit.snapshot(scene);
        BufferedImage picture = Toolkit.snapshot(scene);
        Toolkit.write(picture, Path.of("target", "screenshots", "workbench-dark.png"));
        assertThat(picture.getWidth()).isEqualTo(1400);
        assertThat(picture.getHeight()).isEqualTo(900);

        Label change = (Label) scene.lookup("#perplexity-change");
        assertThat(change.getText()).contains("higher than dense", "held-out.jsonl");
        byte[] history = Files.readAllBytes(STUDY.resolve("history.jsonl"));
        Path out = folder.resolve("pruned");
        var outcome = Toolkit.onWindow(() -> workbench.cut().outcome());
        var cut = Toolkit.onWindow(() -> workbench.cut().cut());
        Exported exported = operations.export(
                workbench.study().subjectProperty().get(),
                cut,
                new Destination.Folder(out, Layout.COMPACT, null),
                Progress.NONE);
        assertThat(STUDY.resolve("history.jsonl"))
                .as("the sample is shown as it came")
                .hasBinaryContent(history);
        assertThat(exported.maximumLogitDifference()).isLessThan(1e-3);
        try (Model model = Model.open(out)) {
            assertThat(model.description().neurons()).isEqualTo(outcome.kept());
            assertThat(model.parameters()).isEqualTo(outcome.pruned().parameters());
        }
    }

    @Test
    void networksHaveThresholdsAndColoursOfTheirOwn() {
        var networks = workbench.networks();
        var table = workbench.networksPane().table();
        Toolkit.until("networks listed", () -> !networks.rows().isEmpty());
        Toolkit.run(() -> {
            workbench.panes().toggleNetworks();
            table.getSelectionModel().select(4);
        });
        NetworkId id = networks.rows().get(4).id();
        int usual = networks.rows().get(4).keyNeurons();
        Toolkit.snapshot(scene);

        Toolkit.run(() -> WindowFixture.key(table, KeyCode.T));
        NumberField field = thresholdField(id);
        Toolkit.run(() -> WindowFixture.key(field, KeyCode.UP));
        assertThat(workbench.cut().cut().rules().networkThresholds().get(id)).isEqualTo(3.05f);
        assertThat(workbench.undo().undoNameProperty().get()).isEqualTo("threshold of network " + id);
        Toolkit.snapshot(scene);
        NumberField again = thresholdField(id);
        Toolkit.run(() -> {
            again.setText("4.5");
            again.fireEvent(new ActionEvent());
        });
        assertThat(Toolkit.onWindow(scene::getFocusOwner)).isSameAs(table);
        assertThat(workbench.cut().cut().rules().networkThresholds()).containsEntry(id, 4.5f);
        Toolkit.until("counted", () -> networks.rows().get(4).keyNeurons() < usual);
        Label own = (Label) Toolkit.onWindow(
                () -> ((HBox) scene.lookup("#own-thresholds")).getChildren().getFirst());
        assertThat(own.getText()).isEqualTo("1 network has a threshold of its own");

        Toolkit.run(() -> {
            networks.decide(id, Decision.PRESERVE);
            networks.colour(id, "#e69f00");
            networks.label(id, "dates");
            networks.note(id, "strong at years");
            workbench.cut().setLayerThreshold(3, 2.5f);
            workbench.mosaic().overlayProperty().set(new Overlay.Winners());
        });
        int family = workbench.families().of(id);
        assertThat(workbench.families().colour(family)).isEqualTo(new java.awt.Color(0xe69f00));
        Toolkit.until(
                "in the mosaic",
                () -> workbench.mosaic().dataProperty().get().palette() != null
                        && workbench
                                .mosaic()
                                .dataProperty()
                                .get()
                                .palette()
                                .colour(family)
                                .equals(new java.awt.Color(0xe69f00)));
        assertThat(own.getText()).isEqualTo("1 layer and 1 network have thresholds of their own");
        pictures("own");

        List<String> steps = new ArrayList<>();
        Toolkit.run(() -> {
            while (!workbench.undo().undoNameProperty().get().isEmpty()) {
                steps.add(workbench.undo().undoNameProperty().get());
                workbench.undo().undo();
            }
        });
        assertThat(steps)
                .containsExactly(
                        "threshold of layer 3",
                        "note on network " + id,
                        "label of network " + id,
                        "colour of network " + id,
                        "decision on network " + id,
                        "threshold of network " + id,
                        "threshold of network " + id);
        assertThat(networks.rows().get(4).note()).isEqualTo(NetworkNote.NONE);
        assertThat(workbench.families().colour(family)).isNotEqualTo(new java.awt.Color(0xe69f00));
        Toolkit.until("counted again", () -> networks.rows().get(4).keyNeurons() == usual);

        Toolkit.run(() -> {
            workbench.undo().redo();
            table.getSelectionModel().select(4);
            WindowFixture.key(table, KeyCode.R);
        });
        assertThat(workbench.cut().cut().rules().networkThresholds()).isEmpty();
    }

    /** The focus stays with the network, though the table moves its rows from cell to cell. */
    private NumberField thresholdField(NetworkId id) {
        Toolkit.until(
                "in the field",
                () -> scene.getFocusOwner() instanceof NumberField field
                        && field.getAccessibleText().contains("network " + id));
        return (NumberField) Toolkit.onWindow(scene::getFocusOwner);
    }

    private void pictures(String name) {
        for (String look : new String[] {"dark", "light"}) {
            Toolkit.snapshot(scene);
            Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", name + "-" + look + ".png"));
            Toolkit.run(() -> workbench.look().toggle());
        }
    }

    @Test
    void tableOfNetworksLeadsTheMosaic() {
        var networks = workbench.networks();
        var table = workbench.networksPane().table();
        Toolkit.until("networks listed", () -> !networks.rows().isEmpty());
        Toolkit.run(() -> {
            workbench.panes().toggleNetworks();
            table.getSelectionModel().select(3);
        });
        NetworkId third = networks.rows().get(3).id();
        Toolkit.until("shown", () -> workbench.mosaic().overlayProperty().get().equals(new Overlay.Network(third)));
        assertThat(workbench.mosaic().selection().layerProperty().get()).isEqualTo(third.layer());

        Toolkit.run(() -> {
            networks.label(third, " dates ");
            networks.decide(third, Decision.PRESERVE);
            workbench.mosaic().overlayProperty().set(new Overlay.Network(new NetworkId(2, 0, 1)));
        });
        assertThat(networks.rows().get(3).note().label()).isEqualTo("dates");
        assertThat(networks.rows().get(3).decision()).isEqualTo(Decision.PRESERVE);
        assertThat(workbench.cut().cut().rules().networks()).containsEntry(third, Decision.PRESERVE);
        assertThat(table.getSelectionModel().getSelectedItem().id()).isEqualTo(new NetworkId(2, 0, 1));
        Toolkit.snapshot(scene);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "networks-dark.png"));
        Toolkit.run(() -> workbench.look().toggle());
        Toolkit.snapshot(scene);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "networks-light.png"));

        Toolkit.run(() -> networks.filterProperty().set("DATES preserve"));
        assertThat(networks.shown()).extracting(NetworkFacts::id).containsExactly(third);
        Toolkit.run(() -> networks.filterProperty().set("layer4"));
        assertThat(networks.shown()).isNotEmpty().allMatch(row -> row.id().layer() == 4);

        Toolkit.run(() -> {
            workbench.undo().undo();
            workbench.undo().undo();
        });
        assertThat(networks.rows().get(3).note().label()).isEmpty();
        assertThat(networks.rows().get(3).decision()).isEqualTo(Decision.UNDECIDED);
    }
}

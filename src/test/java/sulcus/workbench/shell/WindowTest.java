package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.MouseEvent;
import org.junit.jupiter.api.Test;
import sulcus.figure.ColourScale;
import sulcus.figure.HistogramData;
import sulcus.figure.HistogramPainter;
import sulcus.figure.Theme;
import sulcus.workbench.Toolkit;
import sulcus.workbench.mosaic.MosaicView;
import sulcus.workbench.preserve.HistogramView;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.study.Subject;
import sulcus.workbench.tasks.Notice;

/** From opening to the export. */
class WindowTest extends WindowFixture {
    private void drag(float to) {
        HistogramView histogram = find(HistogramView.class);
        Toolkit.run(() -> {
            double from = histogram.x(workbench.cut().outcome().threshold());
            double end = histogram.x(to);
            mouse(histogram, MouseEvent.MOUSE_PRESSED, from, 60);
            for (int i = 1; i <= 10; i++) {
                mouse(histogram, MouseEvent.MOUSE_DRAGGED, from + (end - from) * i / 10, 60);
            }
            mouse(histogram, MouseEvent.MOUSE_RELEASED, end, 60);
        });
    }

    private String text(String id) {
        return Toolkit.onWindow(() -> ((Label) scene.lookup("#" + id)).getText());
    }

    private int lit(BufferedImage image) {
        MosaicView mosaic = find(MosaicView.class);
        var area = mosaic.localToScene(mosaic.getBoundsInLocal());
        int lit = 0;
        // without the colour bar at the right
        for (int y = (int) area.getMinY(); y < area.getMaxY(); y++) {
            for (int x = (int) area.getMinX(); x < area.getMaxX() - 90; x++) {
                int p = image.getRGB(x, y);
                int red = p >> 16 & 255;
                lit += red > 90 && red > 2 * (p & 255) && red > 1.6 * (p >> 8 & 255) ? 1 : 0;
            }
        }
        return lit;
    }

    @Test
    void aDragMovesCountsPictureAndPerplexityAndIsUndoneAtOnce() {
        String before = text("neurons-kept");
        int litBefore = lit(Toolkit.snapshot(scene));
        drag(4);
        String after = text("neurons-kept");
        assertThat(Integer.parseInt(after.replace(",", ""))).isLessThan(Integer.parseInt(before.replace(",", "")));
        int litAfter = lit(Toolkit.snapshot(scene));
        assertThat(litAfter).isLessThan(litBefore * 3 / 4).isPositive();
        Toolkit.until("perplexity", () -> workbench.measure().prunedProperty().get() instanceof Reading.Measured);
        assertThat(text("perplexity-kept")).isEqualTo("12.50");
        assertThat(text("perplexity-dense")).isEqualTo("10.00");
        assertThat(text("perplexity-change")).startsWith("25.0\u00a0% higher than dense");
        Toolkit.run(() -> command("edit.undo").run());
        assertThat(text("neurons-kept")).isEqualTo(before);
        assertThat(lit(Toolkit.snapshot(scene))).isEqualTo(litBefore);
        assertThat(Toolkit.onWindow(() -> workbench.undo().undoNameProperty().get()))
                .isEmpty();
    }

    @Test
    void theHistogramIsThePictureOfAFile() {
        drag(3);
        Toolkit.snapshot(scene);
        HistogramView view = find(HistogramView.class);
        BufferedImage screen =
                Toolkit.onWindow(() -> javafx.embed.swing.SwingFXUtils.fromFXImage(view.snapshot(null, null), null));
        Subject subject = workbench.study().subjectProperty().get();
        var outcome = Toolkit.onWindow(() -> workbench.cut().outcome());
        boolean[] whole = new boolean[subject.layers()];
        whole[0] = true;
        var data = HistogramData.of("", subject.scores(), ColourScale.of(subject.scores(), "max |z|"))
                .at(outcome.threshold(), outcome.neuronsKept(), outcome.neurons(), whole);
        BufferedImage file = new BufferedImage(screen.getWidth(), screen.getHeight(), BufferedImage.TYPE_INT_ARGB_PRE);
        var g = file.createGraphics();
        new HistogramPainter(data, Theme.DARK).paint(g, view.getWidth(), view.getHeight(), 1);
        g.dispose();
        int different = 0;
        for (int y = 2; y < screen.getHeight() - 2; y++) {
            for (int x = 2; x < screen.getWidth() - 2; x++) {
                different += screen.getRGB(x, y) == file.getRGB(x, y) ? 0 : 1;
            }
        }
        assertThat(different).isZero();
    }

    @Test
    void whatHasComeToRestIsKept() {
        drag(4);
        Toolkit.until("kept", () -> kept.size() == 1);
        assertThat(kept.getFirst())
                .isEqualTo(Toolkit.onWindow(() -> workbench.cut().cut()));
    }

    @Test
    void aTypedShareIsTakenOnEnter() {
        TextField field = (TextField) scene.lookup("#share-of-neurons-removed");
        Toolkit.run(() -> {
            field.setText("50");
            field.fireEvent(new javafx.event.ActionEvent());
        });
        assertThat(Toolkit.onWindow(() -> workbench.cut().outcome().neuronsRemoved()))
                .isBetween(0.499, 0.501);
    }

    @Test
    void exportsWhereItIsTold() {
        Toolkit.run(() -> command("study.export").run());
        Toolkit.snapshot(scene);
        Path out = folder.resolve("pruned");
        Toolkit.run(() -> {
            ((TextField) scene.lookup("#out")).setText(out.toString());
            ((Button) scene.lookup("#form-action")).fire();
        });
        Toolkit.until("exported", () -> !workbench.tasks().notices().isEmpty());
        assertThat(exported).containsExactly(out);
        assertThat(Toolkit.onWindow(() -> workbench.tasks().notices().getFirst().text()))
                .isEqualTo("Exported to " + out + ": reloaded, logits within 1.0e-05 of the masked model");
    }

    @Test
    void anExportOntoAnExistingFolderCannotBeStarted() {
        Toolkit.run(() -> command("study.export").run());
        Toolkit.snapshot(scene);
        boolean disabled = Toolkit.onWindow(() -> {
            ((TextField) scene.lookup("#out")).setText(folder.toString());
            return ((Button) scene.lookup("#form-action")).isDisabled();
        });
        assertThat(disabled).isTrue();
    }

    @Test
    void refusalsAreNoticesOfOneLine() throws Exception {
        Path model = Files.writeString(folder.resolve("bad.gguf"), "no");
        Path other = Files.writeString(folder.resolve("picture.png"), "no");
        Toolkit.run(() -> {
            workbench.open(model);
            workbench.open(other);
            workbench.open(folder.resolve("missing"));
        });
        Toolkit.until("notices", () -> workbench.tasks().notices().size() == 3);
        assertThat(Toolkit.onWindow(() -> List.copyOf(workbench.tasks().notices())))
                .allMatch(notice ->
                        notice.kind() == Notice.Kind.REFUSED && !notice.text().contains("\n"))
                .extracting(Notice::text)
                .anyMatch(text -> text.contains("hidden_size: missing"))
                .anyMatch(text -> text.contains("picture.png: is no model"))
                .anyMatch(text -> text.contains("there is no such file"));
    }

    @Test
    void everyControlHasANameAndNoButtonIsClipped() {
        Toolkit.run(() -> {
            for (Node node : all(scene.getRoot())) {
                if (node instanceof ButtonBase button && !button.getStyleClass().contains("arrow-button")) {
                    boolean named =
                            button.getText() != null && !button.getText().isEmpty()
                                    || button.getAccessibleText() != null;
                    assertThat(named).as(button + " has a name").isTrue();
                }
                if (node instanceof ToggleButton toggle && toggle.getText() != null) {
                    assertThat(toggle.getWidth() + 0.5)
                            .as(toggle + " shows its text")
                            .isGreaterThan(toggle.prefWidth(-1) - 1);
                }
            }
        });
    }

    @Test
    void theLightLookPaintsTheMosaicLight() {
        BufferedImage dark = Toolkit.snapshot(scene);
        Toolkit.run(() -> command("view.look").run());
        BufferedImage light = Toolkit.snapshot(scene);
        assertThat(dark.getRGB(700, 895) & 255).isLessThan(60);
        assertThat(light.getRGB(700, 895) & 255).isGreaterThan(200);
        Toolkit.run(() -> command("view.look").run());
    }
}

package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import sulcus.TinyModel;

/** Figures from the command line, on a tiny model. */
class FigureCommandTest extends TinyStudy {
    @Test
    void figuresAreWritten() throws Exception {
        for (String name : List.of("mosaic.png", "mosaic.svg", "histogram.pdf")) {
            Path out = folder.resolve(name);
            CommandLineRun run = CommandLineRun.of(
                    "figure",
                    study,
                    "--view",
                    name.substring(0, name.indexOf('.')),
                    "--out",
                    out,
                    "--width",
                    "90mm",
                    "--dpi",
                    100,
                    "--value",
                    2.5,
                    "--json");
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(names(run.json())).containsExactly("out", "width", "height");
            assertThat(Files.size(out)).isGreaterThan(1000);
        }
    }

    @Test
    void mapsAreDrawnInTheColoursAndTheDetailThatWereAskedFor() throws Exception {
        Path usual = folder.resolve("usual.png");
        CommandLineRun first = CommandLineRun.of(
                "figure",
                study,
                "--view",
                "mosaic",
                "--network=1.2",
                "--value=0.5",
                "--out",
                usual,
                "--dpi",
                100,
                "--json");
        assertThat(first.status()).as(first.err()).isZero();
        for (String other : List.of(
                "--colours=viridis",
                "--colours=red-blue",
                "--scale=all",
                "--below=grey",
                "--fade",
                "--range=values",
                "--families",
                "--zoom=3,0.5,0.5")) {
            Path out = folder.resolve("other.png");
            CommandLineRun run = CommandLineRun.of(
                    "figure",
                    study,
                    "--view",
                    "mosaic",
                    "--network=1.2",
                    "--value=0.5",
                    other,
                    "--out",
                    out,
                    "--dpi",
                    100,
                    "--json");
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(Files.mismatch(out, usual)).as(other).isNotEqualTo(-1);
        }
        for (String wrong :
                List.of("--colours=jet", "--scale=half", "--below=red", "--range=0", "--zoom=0,0,0", "--zoom=2")) {
            CommandLineRun refused =
                    CommandLineRun.of("figure", study, "--view", "mosaic", wrong, "--out", folder.resolve("not.png"));
            assertThat(refused.status()).as(wrong).isEqualTo(2);
        }
        assertThat(folder.resolve("not.png")).doesNotExist();
        Path layers = folder.resolve("layers.svg");
        CommandLineRun profile = CommandLineRun.of("figure", study, "--view", "layers", "--out", layers);
        assertThat(profile.status()).as(profile.err()).isZero();
        assertThat(Files.readString(layers)).contains("neurons of the layer");
    }

    @Test
    void sensitivityIsMeasuredKeptAndDrawn() throws Exception {
        Path figure = folder.resolve("sensitivity.svg");
        CommandLineRun run = CommandLineRun.of(
                "sensitivity",
                study,
                "--text",
                text,
                "--window",
                32,
                "--tokens",
                64,
                "--shares",
                "0.5,0.25",
                "--networks",
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.json().get("tokens").asInt()).isEqualTo(62);
        assertThat(run.json().get("shares").toString()).isEqualTo("[0.25,0.5]");
        assertThat(run.json().get("layers")).hasSize(TinyModel.LAYERS);
        assertThat(run.json().get("layers").get(1).get("added")).hasSize(2);
        assertThat(run.json().get("together")).hasSize(2);
        assertThat(run.json().get("networks")).hasSize(TinyModel.LAYERS * 2 * 6);
        CommandLineRun drawn = CommandLineRun.of("figure", study, "--view", "sensitivity", "--out", figure);
        assertThat(drawn.status()).as(drawn.err()).isZero();
        assertThat(Files.readString(figure)).contains("25 % removed", "50 % removed", "one network silent");
        CommandLineRun refused = CommandLineRun.of("sensitivity", study, "--text", text, "--shares", "0.5,1");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("shares [0.5, 1.0]: each lies between 0 and 1");
    }

    @Test
    void stackAndCarpetAreDrawnAsTheyAreSeen() throws Exception {
        Path turned = folder.resolve("turned.png");
        CommandLineRun stack = CommandLineRun.of(
                "figure",
                study,
                "--view",
                "stack",
                "--turn=-30,20,1.5",
                "--connections",
                0.3,
                "--out",
                turned,
                "--dpi",
                100,
                "--json");
        assertThat(stack.status()).as(stack.err()).isZero();
        assertThat(stack.json().get("width").asInt()).isEqualTo((int) Math.round(180 / 25.4 * 100));
        Path plain = folder.resolve("plain.png");
        CommandLineRun start =
                CommandLineRun.of("figure", study, "--view", "stack", "--out", plain, "--dpi", 100, "--json");
        assertThat(start.status()).as(start.err()).isZero();
        assertThat(Files.readAllBytes(turned)).isNotEqualTo(Files.readAllBytes(plain));
        for (String layer : List.of("--layer=1", "--network=1.2")) {
            Path out = folder.resolve("carpet" + layer.substring(2, 4) + ".svg");
            CommandLineRun carpet = CommandLineRun.of("figure", study, "--view", "carpet", layer, "--out", out);
            assertThat(carpet.status()).as(carpet.err()).isZero();
            assertThat(Files.readString(out)).contains("calibration token");
        }
        for (String wrong : List.of("--turn=1", "--turn=0,91", "--turn=a,b", "--turn=1,2,3,4", "--connections=0")) {
            CommandLineRun refused =
                    CommandLineRun.of("figure", study, "--view", "stack", wrong, "--out", folder.resolve("no.png"));
            assertThat(refused.status()).as(wrong).isEqualTo(2);
        }
        assertThat(folder.resolve("no.png")).doesNotExist();
    }
}

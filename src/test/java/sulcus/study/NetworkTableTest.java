package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.figure.DrawFigure;
import sulcus.figure.Theme;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.study.StudyDocument.NetworkNote;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class NetworkTableTest {
    @TempDir
    Path folder;

    private Path study;

    @BeforeEach
    void copy() throws IOException {
        Path source = Path.of("sample-data/study");
        study = folder.resolve("study");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, study.resolve(source.relativize(file).toString()));
            }
        }
    }

    private Path table(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    @Test
    void mapsReadInARowAreTheSameAsOneByOneAndCanBeReadAgain() {
        try (Study opened = Study.open(study)) {
            for (int round = 0; round < 2; round++) {
                List<float[]> read = new ArrayList<>();
                opened.maps(2, 0, (network, map) -> read.add(map.clone()));
                assertThat(read).hasSize(opened.components(2, 0));
                for (int k = 0; k < read.size(); k++) {
                    assertThat(read.get(k)).isEqualTo(opened.map(new NetworkId(2, 0, k)));
                }
            }
        }
    }

    @Test
    void hasARowForEveryNetworkThatAgreesWithItsMap() {
        try (Study opened = Study.open(study)) {
            List<NetworkFacts> rows = NetworkTable.of(opened, Progress.NONE);
            assertThat(rows).hasSize(opened.layers() * opened.components(0, 0) * opened.groups());
            assertThat(rows).extracting(NetworkFacts::id).isSorted().doesNotHaveDuplicates();
            for (NetworkFacts row : rows) {
                assertThat(row.keyNeurons()).isEqualTo(opened.keyNeurons(row.id(), Rules.KEY_NEURON).length);
                float peak = 0;
                for (float z : opened.map(row.id())) {
                    peak = Math.max(peak, Math.abs(z));
                }
                assertThat(Math.abs(row.peak())).isEqualTo(peak);
                assertThat(row.variance()).isBetween(0f, 1f);
            }
        }
    }

    @Test
    void whatWasSaidComesBackFromItsOwnCsv() {
        NetworkId first = new NetworkId(1, 0, 2);
        NetworkNote note = new NetworkNote("dates, \"years\"", "#a0b1c2", "two\nlines; =1+1");
        Path file = folder.resolve("out.csv");
        try (Study opened = Study.open(study)) {
            opened.change(d -> d.withNote(first, note));
            opened.decide(
                    opened.rules().withNetwork(first, Decision.PRESERVE).withNetworkThreshold(first, 4.25f),
                    "threshold",
                    Map.of());
            NetworkCsv.write(file, NetworkTable.of(opened, Progress.NONE));
            opened.change(d -> d.withNote(first, NetworkNote.NONE));
            opened.decide(
                    opened.rules()
                            .withNetwork(first, Decision.UNDECIDED)
                            .withNetworkThreshold(first, null)
                            .withNetworkThreshold(new NetworkId(1, 0, 3), 9f),
                    "threshold",
                    Map.of());

            NetworkTable.apply(opened, NetworkCsv.read(file), "out.csv");
        }
        try (Study again = Study.open(study)) {
            assertThat(again.document().networks()).containsOnlyKeys("1.2").containsEntry("1.2", note);
            assertThat(again.rules().networks()).containsEntry(first, Decision.PRESERVE);
            assertThat(again.rules().networkThresholds())
                    .as("1.3 is empty in the table")
                    .containsOnly(Map.entry(first, 4.25f));
            NetworkFacts row = NetworkTable.of(again, Progress.NONE).stream()
                    .filter(r -> r.id().equals(first))
                    .findFirst()
                    .orElseThrow();
            assertThat(row.threshold()).isEqualTo(4.25f);
            assertThat(row.keyNeurons()).isEqualTo(again.keyNeurons(first, 4.25f).length);
        }
    }

    @Test
    void aChosenColourIsInTheFiguresToo() throws IOException {
        try (Study opened = Study.open(study)) {
            int[][] families = opened.families(Progress.NONE).of();
            int network = 0;
            while (families[2][network] < 0) {
                network++;
            }
            NetworkId id = new NetworkId(2, 0, network);
            opened.change(d -> d.withNote(id, new NetworkNote("", "#12fe34", "")));
            for (DrawFigure.View view : List.of(DrawFigure.View.CARPET, DrawFigure.View.CONNECTIVITY)) {
                Path out = folder.resolve(view + ".svg");
                new DrawFigure(view, null, null, null, out, 120, 72, Theme.PAPER).run(opened, Progress.NONE);
                assertThat(Files.readString(out)).containsIgnoringWhitespaces("rgb(18,254,52)");
            }
        }
    }

    @Test
    void columnsThatAreNotThereChangeNothing() throws IOException {
        NetworkId id = new NetworkId(0, 0, 1);
        try (Study opened = Study.open(study)) {
            opened.change(d -> d.withNote(id, new NetworkNote("old", "#000000", "stays")));
            NetworkTable.apply(opened, NetworkCsv.read(table("label,network\nnew,0.1\n")), "t");
            assertThat(opened.document().networks().get("0.1")).isEqualTo(new NetworkNote("new", "#000000", "stays"));
        }
    }

    @Test
    void wrongTablesAreRefusedWithTheirRowAndChangeNothing() throws IOException {
        assertRefused("label\nx\n", "row 2: has no value in a column \"network\"");
        assertRefused("network\n0.1\nzero\n", "row 3: network \"zero\"");
        assertRefused("network,colour\n0.1,red\n", "row 2: colour \"red\"");
        assertRefused("network,decision\n0.1,keep\n", "row 2: decision \"keep\"");
        assertRefused("network,threshold\n0.1,3\n0.2,-1\n", "row 3: threshold \"-1\"");
        assertRefused("network,threshold\n0.1,much\n", "row 2: threshold \"much\"");
        assertRefused("network,threshold\n0.1,NaN\n", "row 2: threshold \"NaN\"");
        assertRefused("network,label\n0.1,\"open\n", "is not CSV");
        assertRefused("network,label\n0.1,good\n99.0,bad\n", "99.0");
        try (Study opened = Study.open(study)) {
            assertThat(opened.document().networks()).isEmpty();
        }
    }

    private void assertRefused(String text, String reason) throws IOException {
        Path file = table(text);
        try (Study opened = Study.open(study)) {
            assertThatThrownBy(() -> NetworkTable.apply(opened, NetworkCsv.read(file), "t"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(reason);
        }
    }
}

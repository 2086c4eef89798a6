package sulcus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.cli.CommandLineRun;
import sulcus.decompose.NeuronMap;
import sulcus.decompose.layout.SliceLayout;
import sulcus.prune.NetworkId;
import sulcus.study.Study;

/** numpy, safetensors, pandas and nibabel open what a study's data are written to, and see the same numbers. */
class DataOutTest {
    private static final Path SAMPLE = Path.of("sample-data", "study");

    @TempDir
    Path folder;

    @BeforeEach
    void sample() {
        assumeTrue(Study.isStudy(SAMPLE), "passed over: the bundled sample study is not there");
    }

    private Path data(String what, String name, Object... more) {
        Path out = folder.resolve(name);
        Object[] words = {"data", SAMPLE, "--what", what, "--out", out, "-q"};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        CommandLineRun run = CommandLineRun.of(all);
        assertThat(run.status()).as(run.err()).isZero();
        return out;
    }

    private static double[] numbers(String said) {
        return Arrays.stream(said.split("\\s+"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void numpyAndSafetensorsSeeMapsAndMasks() throws Exception {
        PythonClient.needs("numpy, safetensors.numpy");
        Path maps = data("maps", "maps.npy", "--layer", 3);
        Path courses = data("time-courses", "courses.safetensors");
        Path masks = data("masks", "masks.npy");
        double[] said = numbers(PythonClient.script("arrays.py", maps, courses, masks));
        try (Study study = Study.open(SAMPLE)) {
            NetworkId id = new NetworkId(3, 0, 2);
            float[] map = study.map(id);
            float[] course = study.timeCourse(id);
            long kept = Arrays.stream(study.planner().plan(study.rules()).kept())
                    .asLongStream()
                    .sum();
            assertThat(said[0]).isEqualTo(study.components(3, 0));
            assertThat(said[1]).isEqualTo(map.length);
            assertThat((float) said[2]).isEqualTo(map[5]);
            assertThat(said[3]).isEqualTo(study.layers());
            assertThat((float) said[4]).isEqualTo(course[7]);
            assertThat(said[5]).isEqualTo(kept);
        }
    }

    @Test
    void nibabelSeesTheMosaicAsVolumes() throws Exception {
        PythonClient.needs("nibabel, numpy");
        Path maps = data("maps", "maps.nii.gz");
        Path scores = data("scores", "scores.nii.gz");
        try (Study study = Study.open(SAMPLE)) {
            SliceLayout layout = study.layout();
            int width = layout.grid().width();
            int neuron = 17;
            int x = layout.cells()[2][neuron] % width;
            int y = layout.grid().height() - 1 - layout.cells()[2][neuron] / width;
            int volume = study.components(0, 0) + study.components(1, 0) + 4;
            double[] said = numbers(PythonClient.script("volumes.py", maps, scores, x, y, 2, volume));
            int networks = 0;
            for (int layer = 0; layer < study.layers(); layer++) {
                networks += study.components(layer, 0);
            }
            assertThat(Arrays.copyOf(said, 4))
                    .containsExactly(width, layout.grid().height(), study.layers(), networks);
            float[] map = NeuronMap.of(study.map(new NetworkId(2, 0, 4)), study.neurons(2));
            assertThat((float) said[4]).isEqualTo(map[neuron]);
            assertThat((float) said[5]).isEqualTo(study.scores()[2][neuron]);
            // voxels without a value in that network's volume: all other layers
            double sum = 0;
            for (float value : map) {
                sum += value;
            }
            assertThat(said[6]).isCloseTo(sum, within(1e-3));
            // the middle of the volume is the origin
            assertThat(Arrays.copyOfRange(said, 7, 10)).containsOnly(0);
        }
    }

    @Test
    void pandasSeesTables() throws Exception {
        PythonClient.needs("pandas");
        Path scores = data("scores", "scores.csv");
        Path connectivity = data("connectivity", "connectivity.csv", "--layer", 4);
        double[] said = numbers(PythonClient.script("tables.py", scores, connectivity));
        try (Study study = Study.open(SAMPLE)) {
            assertThat(said[0])
                    .isEqualTo(Arrays.stream(study.scores())
                            .mapToInt(s -> s.length)
                            .sum());
            assertThat((float) said[1]).isEqualTo(study.scores()[1][9]);
            int k = study.components(4, 0);
            assertThat(Arrays.copyOfRange(said, 2, 4)).containsExactly(k, k);
            // each network is like itself, and the matrix symmetric
            assertThat(said[4]).isCloseTo(k, within(1e-4));
            assertThat(said[5]).isCloseTo(0, within(1e-6));
        }
    }
}

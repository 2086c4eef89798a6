package sulcus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.export.TinyFolder;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Runner;
import sulcus.task.Progress;

class SpeedTest {
    @TempDir
    Path folder;

    @Test
    void theMiddleOfTheRunsStandsBetweenTheSlowestAndTheFastest() {
        assertThat(Speed.Spread.of(new double[] {5, 1, 3})).isEqualTo(new Speed.Spread(3, 1, 5));
        assertThat(Speed.Spread.of(new double[] {4, 1, 3, 2})).isEqualTo(new Speed.Spread(2.5, 1, 4));
    }

    @Test
    void runsEveryModelInTurns() throws Exception {
        try (Model model =
                        Model.open(TinyFolder.write(folder.resolve("m"), TinyFolder.llama(), ElementType.F32, null));
                Runner a = Runner.open(model, Device.CPU);
                Runner b = Runner.open(model, Device.CPU)) {
            int[] text = TinyFolder.text(30);
            List<Speed> speeds = Speed.measure(
                    List.of(new Speed.Candidate(a, text), new Speed.Candidate(b, text)), 10, 5, 4, Progress.NONE);
            assertThat(speeds).hasSize(2).allSatisfy(speed -> {
                assertThat(speed.prefill().median())
                        .isBetween(speed.prefill().least(), speed.prefill().most());
                assertThat(speed.generated().least()).isPositive();
            });
        }
    }
}

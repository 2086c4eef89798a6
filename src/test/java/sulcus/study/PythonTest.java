package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.client.PythonClient;
import sulcus.task.Progress;

/** What leaves for Python opens there with the same numbers; passed over where python3 lacks the packages. */
class PythonTest {
    private static final Path SAMPLE = Path.of("sample-data", "study");

    @TempDir
    Path folder;

    private static String python(String script, Path... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PythonClient.interpreter(), "-c", script));
        for (Path argument : arguments) {
            command.add(argument.toString());
        }
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "no python3: " + e.getMessage();
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? said.strip() : "failed: " + said;
    }

    private static void needs(String packages) throws IOException, InterruptedException {
        String said = python("import " + packages + "; print('ok')");
        assumeTrue(said.equals("ok"), "python3 with " + packages + " is not here: " + said);
        assumeTrue(Study.isStudy(SAMPLE), "the bundled sample study is not there");
    }

    @Test
    void theArraysOfAStudyOpenInNumpy() throws Exception {
        needs("numpy, safetensors.numpy");
        try (Study study = Study.open(SAMPLE)) {
            double sum = 0;
            for (float[] layer : study.scores()) {
                for (float score : layer) {
                    sum += score;
                }
            }
            String said = python(
                    "import sys; from safetensors.numpy import load_file\n"
                            + "t = load_file(sys.argv[1]); print(float(sum(v.astype('f8').sum() for k, v in t.items()"
                            + " if k.endswith('max_z'))))",
                    SAMPLE.resolve("scores.safetensors"));
            assertThat(Double.parseDouble(said)).isCloseTo(sum, org.assertj.core.data.Offset.offset(sum * 1e-6));
        }
    }

    @Test
    void theTableOfNetworksOpensInPandas() throws Exception {
        needs("pandas");
        try (Study study = Study.open(SAMPLE)) {
            List<NetworkFacts> rows = NetworkTable.of(study, Progress.NONE);
            Path table = folder.resolve("networks.csv");
            NetworkCsv.write(table, rows);
            String said = python("import sys, pandas; print(len(pandas.read_csv(sys.argv[1])))", table);
            assertThat(said).isEqualTo(String.valueOf(rows.size()));
        }
    }
}

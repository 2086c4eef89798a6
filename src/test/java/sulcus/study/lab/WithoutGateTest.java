package sulcus.study.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.TinyModel;
import sulcus.cli.CommandLineRun;
import sulcus.export.TinyFolder;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.study.Intervention;
import sulcus.study.Interventions;
import sulcus.study.Study;
import sulcus.task.Progress;

/** A model shaped like GPT-2, whose MLP has no gate, goes the same ways: starts, stability, interventions, curves, unlearning. */
class WithoutGateTest {
    @TempDir
    Path folder;

    @Test
    void everyExperimentIsDone() throws Exception {
        Map<String, Object> config = TinyFolder.gpt2();
        config.put("vocab_size", 261);
        Path model = TinyFolder.write(folder.resolve("model"), config, ElementType.F32, null);
        Files.copy(
                TinyModel.write(folder.resolve("llama")).resolve("tokenizer.json"),
                model.resolve("tokenizer.json"),
                StandardCopyOption.REPLACE_EXISTING);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            lines.append("{\"text\":\"").append(i % 2 == 0 ? "the end then there " : "10+23 47-3 8+9 ");
            lines.append(i)
                    .append("\",\"kind\":\"")
                    .append(i % 2 == 0 ? "words" : "sums")
                    .append("\"}\n");
        }
        Path text = Files.writeString(folder.resolve("text.jsonl"), lines);
        Path study = folder.resolve("study");
        done(
                "decompose",
                model,
                "--text",
                text,
                "--out",
                study,
                "--components",
                3,
                "--restarts",
                4,
                "--min-characters",
                0);
        done("stability", study);
        try (Study opened = Study.open(study)) {
            assertThat(opened.starts(1, 0).networks()).hasSize(12);
        }
        done("lesion", model, "--text", text, "--by", "kind", "--silence", "1#0-9", "--controls", 1);
        Path curve = folder.resolve("curve.jsonl");
        done(
                "lesion", model, "--text", text, "--by", "kind", "--scale", "1#0-9=2", "--curve", curve, "--gains",
                "0,1,3");
        assertThat(DoseResponse.read(curve)).hasSize(3);
        Path steps = folder.resolve("steps.jsonl");
        done("unlearn", model, "--text", text, "--by", "kind", "--forget", "sums", "--steps", 2, "--out", steps);
        assertThat(Unlearn.read(steps)).hasSize(3);
        try (Model opened = Model.open(model);
                Runner runner = Runner.open(opened, Device.CPU)) {
            int[] ids = {10, 20, 30};
            float[] before = runner.next(ids, Gates.OPEN);
            Interventions all = Interventions.of(
                    opened.description(),
                    List.of(new Intervention(Intervention.Kind.SILENCE, 0, new Intervention.Target.Neurons(1, null))));
            Trial trial = Trial.of(runner, "the end", all, 0, 5, t -> {}, Progress.NONE);
            assertThat(trial.neurons()).isEqualTo(40);
            assertThat(trial.untouched().probabilities()).hasSameSizeAs(trial.tokens());
            assertThat(trial.with().probabilities())
                    .isNotEqualTo(trial.untouched().probabilities());
            assertThat(runner.next(ids, Gates.OPEN)).as("lifted again").containsExactly(before);
        }
    }

    private static void done(Object... words) {
        CommandLineRun run = CommandLineRun.of(words);
        assertThat(run.status()).as(run.err()).isZero();
    }
}

package sulcus.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.run.train.Trainer;
import sulcus.task.Progress;
import sulcus.text.Calibration;
import sulcus.text.Corpus;
import sulcus.text.Tokenizer;

class MakeSampleTest {
    @TempDir
    Path folder;

    @Test
    void aFewStepsMakeAWholeSampleThatRunsAsItWasTrained() throws Exception {
        Path sample = folder.resolve("sample");
        Path checkpoints = folder.resolve("checkpoints");
        MakeSample.make(sample, checkpoints, 2, 3, Progress.NONE);
        Path model = sample.resolve("model");

        try (Stream<Path> files = Files.list(model)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "config.json",
                            "generation_config.json",
                            "model.safetensors",
                            "tokenizer.json",
                            "tokenizer_config.json");
        }
        Trainer trainer = new Trainer(TrainSample.SHAPE, 1);
        trainer.resume(checkpoints.resolve("steps"));
        assertThat(trainer.steps()).isEqualTo(2);
        try (Model opened = Model.open(model);
                Tokenizer tokenizer = Tokenizer.open(model);
                Runner runner = Runner.open(opened, Device.CPU)) {
            assertThat(opened.parameters()).isEqualTo(TrainSample.SHAPE.parameters());
            assertThat(tokenizer.endOfText()).isZero();
            int[] ids = tokenizer.encode(
                    SampleText.document(Kind.STORIES, new java.util.Random(4)).text());
            double sum = 0;
            for (float loss : runner.losses(ids, Gates.OPEN)) {
                sum += loss;
            }
            // the file is float16; the rest of the two forwards must agree
            assertThat((float) sum / (ids.length - 1)).isEqualTo(trainer.loss(new int[][] {ids}), within(2e-3f));

            Corpus corpus = Corpus.read(sample.resolve("text/calibration.jsonl"), null);
            var texts = Calibration.select(corpus, tokenizer, 1, 40, 200, 1024).getFirst();
            assertThat(texts).hasSize(3 * Kind.values().length);
            assertThat(texts.getFirst().labels()).containsEntry("kind", "arithmetic");
        }
        List<String> held = Files.readAllLines(sample.resolve("text/held-out.jsonl"));
        assertThat(held).hasSize(3 * Kind.values().length);
        assertThat(held).doesNotContainAnyElementsOf(Files.readAllLines(sample.resolve("text/calibration.jsonl")));
        assertThat(Files.readString(sample.resolve("reached.json"))).contains("\"exactAnswers\"");
    }
}

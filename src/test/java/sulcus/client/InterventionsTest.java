package sulcus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.export.TinyFolder;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsFile;
import sulcus.format.SafetensorsWriter;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.study.Intervention;
import sulcus.study.Intervention.Kind;
import sulcus.study.Intervention.Target;
import sulcus.study.Interventions;
import sulcus.task.Refusal;

/** Interventions beside the same ones done in transformers with hooks; and that they leave nothing behind. */
class InterventionsTest {
    private static final int[] PROMPT = {3, 17, 5, 21, 9};

    private static final List<Intervention> ALL = List.of(
            new Intervention(Kind.SILENCE, 0, new Target.Neurons(0, new int[] {0, 3, 7})),
            new Intervention(Kind.SCALE, -1.5f, new Target.Neurons(0, new int[] {1, 2})),
            new Intervention(Kind.SHIFT, 0.75f, new Target.Neurons(1, null)),
            new Intervention(Kind.SHIFT, -0.5f, new Target.Neurons(0, new int[] {2, 4})),
            new Intervention(Kind.RETAIN, 0, new Target.Neurons(2, new int[] {4, 5, 6, 7, 8})));

    @TempDir
    Path folder;

    private Path model(String family) throws Exception {
        return TinyFolder.write(
                folder.resolve(family),
                family.equals("gpt2") ? TinyFolder.gpt2() : TinyFolder.llama(),
                ElementType.F32,
                null);
    }

    private static float[] row(float[] values, int width, float otherwise) {
        if (values != null) {
            return values;
        }
        float[] same = new float[width];
        java.util.Arrays.fill(same, otherwise);
        return same;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2"})
    void theyDoWhatHooksInTransformersDo(String family) throws Exception {
        PythonClient.needs("torch, transformers, safetensors.torch");
        Path source = model(family);
        try (Model model = Model.open(source);
                Runner runner = Runner.open(model, Device.CPU)) {
            Interventions done = Interventions.of(model.description(), ALL);
            Path gates = folder.resolve("gates.safetensors");
            List<SafetensorsWriter.Declared> declared = new ArrayList<>();
            int[] widths = model.description().neurons();
            for (int layer = 0; layer < widths.length; layer++) {
                declared.add(new SafetensorsWriter.Declared("factor." + layer, ElementType.F32, widths[layer]));
                declared.add(new SafetensorsWriter.Declared("shift." + layer, ElementType.F32, widths[layer]));
            }
            try (SafetensorsWriter writer = SafetensorsWriter.create(gates, declared, Map.of())) {
                for (int layer = 0; layer < widths.length; layer++) {
                    writer.writeFloats("factor." + layer, row(done.factor()[layer], widths[layer], 1));
                    writer.writeFloats("shift." + layer, row(done.shift()[layer], widths[layer], 0));
                }
                writer.commit();
            }
            Path out = folder.resolve("out.safetensors");
            PythonClient.script(
                    "transformers_gates.py",
                    Stream.concat(
                                    Stream.of(source, gates, out),
                                    java.util.Arrays.stream(PROMPT).boxed())
                            .toArray());
            float[] ours = runner.logits(PROMPT, done.gates(model));
            try (SafetensorsFile file = SafetensorsFile.open(out)) {
                float[] theirs = new float[ours.length];
                file.readFloats(file.tensor("logits"), 0, theirs.length, MemorySegment.ofArray(theirs));
                assertThat(ours).usingComparatorWithPrecision(2e-4f).containsExactly(theirs);
            }
            assertThat(ours[0]).isNotCloseTo(runner.logits(PROMPT, Gates.OPEN)[0], within(1e-3f));
        }
    }

    @Test
    void liftedTheyLeaveNothingBehind() throws Exception {
        try (Model model = Model.open(model("llama"));
                Runner runner = Runner.open(model, Device.CPU)) {
            float[] before = runner.logits(PROMPT, Gates.OPEN);
            runner.logits(PROMPT, Interventions.of(model.description(), ALL).gates(model));
            assertThat(runner.logits(PROMPT, Gates.OPEN)).containsExactly(before);
        }
    }

    @Test
    void aControlDoesTheSameToAsManyOthers() throws Exception {
        try (Model model = Model.open(model("llama"))) {
            Interventions done = Interventions.of(
                    model.description(),
                    List.of(
                            new Intervention(Kind.SILENCE, 0, new Target.Neurons(0, new int[] {0, 3, 7})),
                            new Intervention(Kind.SHIFT, 2, new Target.Neurons(1, new int[] {1}))));
            Interventions control = done.control(5);
            assertThat(control.count()).isEqualTo(4);
            assertThat(control.touched()[0].intersects(done.touched()[0])).isFalse();
            assertThat(control.touched()[2].isEmpty()).isTrue();
            control.touched()[0].stream()
                    .forEach(j -> assertThat(control.factor()[0][j]).isZero());
            control.touched()[1].stream()
                    .forEach(j -> assertThat(control.shift()[1][j]).isEqualTo(2));
            assertThat(done.control(6).touched()).isNotEqualTo(control.touched());
            assertThat(done.control(5).touched()).isEqualTo(control.touched());
        }
    }

    @Test
    void neuronsThatAreNotThereAreRefused() throws Exception {
        try (Model model = Model.open(model("llama"))) {
            assertThatThrownBy(() -> Interventions.of(
                            model.description(),
                            List.of(new Intervention(Kind.SILENCE, 0, new Target.Neurons(0, new int[] {4000})))))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("neuron 4000 of layer 0");
            assertThatThrownBy(() -> Interventions.of(
                            model.description(),
                            List.of(new Intervention(Kind.SILENCE, 0, new Target.Neurons(99, null)))))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("layer 99");
        }
    }
}

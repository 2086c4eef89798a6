package sulcus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.format.SafetensorsFile;
import sulcus.format.TensorInfo;
import sulcus.model.Model;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class ActivationsTest {
    @TempDir
    Path folder;

    @Test
    void theFileHoldsTheCapturesOfAllTextsOneAfterAnother() {
        Path out = folder.resolve("out.safetensors");
        List<int[]> texts = List.of(Toys.text(300, 1), new int[0], Toys.text(4, 2));
        Model model = Toys.model();
        assertThat(Activations.write(model, texts, 1, 2, Device.CPU, out, Progress.NONE))
                .isEqualTo(304);
        try (SafetensorsFile file = SafetensorsFile.open(out);
                Runner runner = Runner.open(model, Device.CPU)) {
            Map<String, Capture> first = runner.capture(texts.get(0), 1, 2);
            Map<String, Capture> second = runner.capture(texts.get(2), 1, 2);
            assertThat(file.tensors()).hasSize(first.size() + 1);
            first.forEach((name, capture) -> {
                TensorInfo tensor = file.tensor(name);
                assertThat(tensor.shape()).as(name).containsExactly(304, capture.shape()[1]);
                float[] values = new float[(int) tensor.elements()];
                file.readFloats(tensor, 0, values.length, MemorySegment.ofArray(values));
                int split = capture.values().length;
                assertThat(Arrays.copyOf(values, split)).as(name).containsExactly(capture.values());
                assertThat(Arrays.copyOfRange(values, split, values.length))
                        .as(name)
                        .containsExactly(second.get(name).values());
            });
            MemorySegment ids = file.bytes(file.tensor("input_ids"));
            ValueLayout.OfLong layout = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
            assertThat(ids.get(layout, 0)).isEqualTo(texts.get(0)[0]);
            assertThat(ids.get(layout, 303 * 8)).isEqualTo(texts.get(2)[3]);
        }
    }

    @Test
    void whatIsRefusedLeavesNoFile() throws IOException {
        Path out = folder.resolve("out.safetensors");
        Model model = Toys.model();
        assertThatThrownBy(() -> Activations.write(model, List.of(), 0, 2, Device.CPU, out, Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no tokens");
        assertThatThrownBy(() -> Activations.write(
                        model, List.of(new int[] {1, 2}, new int[] {99}), 0, 2, Device.CPU, out, Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("token 99");
        assertThatThrownBy(
                        () -> Activations.write(model, List.of(new int[] {1, 2}), 2, 3, Device.CPU, out, Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("layers 0-2");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}

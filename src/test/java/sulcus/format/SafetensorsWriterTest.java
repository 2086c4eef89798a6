package sulcus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.format.SafetensorsWriter.Declared;
import sulcus.task.Refusal;

class SafetensorsWriterTest {
    private static final List<Declared> TENSORS = List.of(
            new Declared("b", ElementType.F16, 3),
            new Declared("z", ElementType.F32, 2, 2),
            new Declared("a", ElementType.F16, 1),
            new Declared("n", ElementType.I64, 1));

    @TempDir
    Path folder;

    private static void fill(SafetensorsWriter writer) {
        writer.writeFloats("a", new float[] {1});
        writer.writeFloats("z", new float[] {1, 2});
        writer.writeFloats("b", new float[] {0.5f, -2, 65504});
        writer.write("n", MemorySegment.ofArray(new byte[] {7, 0, 0, 0, 0, 0, 0, 0}));
        writer.writeFloats("z", new float[] {3, 4});
    }

    @Test
    void theBytesAreThoseOfTheOfficialWriter() throws IOException {
        Path path = folder.resolve("out.safetensors");
        try (SafetensorsWriter writer = SafetensorsWriter.create(path, TENSORS, SafetensorsWriter.PYTORCH)) {
            fill(writer);
            writer.commit();
        }
        // as safetensors 0.8.0 in Python writes the same tensors
        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"n\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"z\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[8,24]},"
                + "\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[24,26]},"
                + "\"b\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[26,32]}}";
        int padded = Math.ceilDiv(header.length(), 8) * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 32).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put((header + " ".repeat(padded - header.length())).getBytes(StandardCharsets.UTF_8));
        expected.putLong(7).putFloat(1).putFloat(2).putFloat(3).putFloat(4);
        expected.putShort((short) 0x3c00)
                .putShort((short) 0x3800)
                .putShort((short) 0xc000)
                .putShort((short) 0x7bff);
        assertThat(Files.readAllBytes(path)).isEqualTo(expected.array());
    }

    @Test
    void whatWasWrittenIsRead() {
        Path path = folder.resolve("out.safetensors");
        float[] large = new float[2_500_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = i;
        }
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(path, List.of(new Declared("large", ElementType.F32, 2500, 1000)), Map.of())) {
            writer.writeFloats("large", large);
            writer.commit();
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            float[] read = new float[large.length];
            file.readFloats(file.tensor("large"), 0, read.length, MemorySegment.ofArray(read));
            assertThat(read).isEqualTo(large);
        }
    }

    @Test
    void withoutCommitNothingIsLeft() throws IOException {
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(folder.resolve("out.safetensors"), TENSORS, Map.of())) {
            fill(writer);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFileThatExistsIsRefused() throws IOException {
        Path path = Files.writeString(folder.resolve("out.safetensors"), "mine");
        assertThatThrownBy(() -> SafetensorsWriter.create(path, TENSORS, Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("exists already");
        assertThat(path).hasContent("mine");
    }

    @Test
    void tooMuchOrTooLittleIsADefect() {
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(folder.resolve("out.safetensors"), TENSORS, Map.of())) {
            writer.writeFloats("b", new float[3]);
            assertThatThrownBy(() -> writer.writeFloats("b", new float[1]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.writeFloats("c", new float[1]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lacks");
        }
    }
}

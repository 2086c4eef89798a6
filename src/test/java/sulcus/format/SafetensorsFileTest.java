package sulcus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sulcus.task.Refusal;

class SafetensorsFileTest {
    private static final String A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    @TempDir
    Path folder;

    private static byte[] bytes(long length, byte[] header, int data) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header);
        return bytes.array();
    }

    private static byte[] bytes(String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return bytes(json.length, json, data);
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("x.safetensors"), content);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("plain", bytes("{" + A + "}", 8), 1),
                Arguments.of("trailing spaces", bytes("{" + A + "}     ", 8), 1),
                Arguments.of("empty", bytes("{}", 0), 0),
                Arguments.of("header not a multiple of 8", bytes("{" + A + "} ", 8), 1),
                Arguments.of(
                        "zero extent",
                        bytes("{\"z\":{\"dtype\":\"F16\",\"shape\":[0,5],\"data_offsets\":[0,0]}}", 0),
                        1),
                Arguments.of("scalar", bytes("{\"s\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}}", 8), 1),
                Arguments.of(
                        "offsets not in the order of names",
                        bytes(
                                "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[2,5]},"
                                        + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
                                5),
                        2),
                Arguments.of("metadata", bytes("{\"__metadata__\":{\"format\":\"pt\"}," + A + "}", 8), 1),
                Arguments.of("metadata null", bytes("{\"__metadata__\":null," + A + "}", 8), 1),
                Arguments.of(
                        "an unknown field",
                        bytes(
                                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":{\"x\":[1]}}}",
                                8),
                        1),
                Arguments.of(
                        "a name that is a path",
                        bytes("{\"../../x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1),
                        1),
                Arguments.of(
                        "a name with NUL",
                        bytes("{\"a\\u0000\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1),
                        1),
                Arguments.of(
                        "sub-byte elements",
                        bytes("{\"a\":{\"dtype\":\"F4\",\"shape\":[4],\"data_offsets\":[0,2]}}", 2),
                        1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void accepts(String what, byte[] content, int tensors) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(file(content))) {
            assertThat(file.tensors()).as(what).hasSize(tensors);
        }
    }

    private static String tensor(String shape, String offsets) {
        return "{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Stream<Arguments> refused() {
        byte[] notUtf8 = latin("{\"\u00ff\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}");
        byte[] overlong = latin("{\"\u00c0\u0080\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}");
        String overlap = "{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}";
        String hole = "{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}}";
        return Stream.of(
                Arguments.of("nothing", new byte[0], "has 0 bytes"),
                Arguments.of("seven bytes", new byte[7], "has 7 bytes"),
                Arguments.of("header of length 0", bytes(0, new byte[0], 8), "header of 0 bytes"),
                Arguments.of("header beyond the file", bytes(100, latin("{}"), 0), "cut short"),
                Arguments.of("header of 2^63", bytes(Long.MIN_VALUE, latin("{}"), 0), "9223372036854775808"),
                Arguments.of("header over the limit", bytes(100_000_001, latin("{}"), 0), "100000001"),
                Arguments.of("a tensor twice", bytes("{" + A + "," + A + "}", 8), "Duplicate"),
                Arguments.of(
                        "a field twice",
                        bytes("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8),
                        "Duplicate"),
                Arguments.of("leading space", bytes(" {" + A + "}", 8), "must begin with {"),
                Arguments.of("byte order mark", bytes("\ufeff{" + A + "}", 8), "must begin with {"),
                Arguments.of("overlap", bytes(overlap, 12), "inside another tensor"),
                Arguments.of("hole", bytes(hole, 16), "after a hole"),
                Arguments.of("not from 0", bytes(tensor("[1]", "[4,8]"), 8), "after a hole"),
                Arguments.of("begin after end", bytes(tensor("[2]", "[8,0]"), 8), "no range"),
                Arguments.of("size mismatch", bytes(tensor("[3]", "[0,8]"), 8), "takes 12 bytes"),
                Arguments.of("data cut short", bytes("{" + A + "}", 5), "ends 3 bytes early"),
                Arguments.of("bytes too many", bytes("{" + A + "}", 11), "3 bytes too many"),
                Arguments.of("offset past the end", bytes(tensor("[2]", "[0,4294967296]"), 8), "takes 8 bytes"),
                Arguments.of("offset over 2^63", bytes(tensor("[2]", "[0,9223372036854775808]"), 8), "out of range"),
                Arguments.of("a range up to 2^63", bytes(tensor("[2]", "[0,9223372036854775807]"), 8), "no range"),
                Arguments.of("not UTF-8", bytes(notUtf8.length, notUtf8, 1), "UTF-8"),
                Arguments.of("overlong UTF-8", bytes(overlong.length, overlong, 1), "UTF-8"),
                Arguments.of("shape of a fraction", bytes(tensor("[2.0]", "[0,8]"), 8), "whole number"),
                Arguments.of("shape with exponent", bytes(tensor("[2e0]", "[0,8]"), 8), "whole number"),
                Arguments.of("negative shape", bytes(tensor("[-2]", "[0,8]"), 8), "whole number"),
                Arguments.of("minus nothing", bytes(tensor("[-0]", "[0,0]"), 0), "whole number"),
                Arguments.of("shape overflow", bytes(tensor("[4294967296,4294967296]", "[0,0]"), 0), "no size"),
                Arguments.of("size overflow", bytes(tensor("[4611686018427387904]", "[0,0]"), 0), "no size"),
                Arguments.of(
                        "unknown dtype",
                        bytes("{\"a\":{\"dtype\":\"Q4_1\",\"shape\":[],\"data_offsets\":[0,1]}}", 1),
                        "unknown dtype Q4_1"),
                Arguments.of("no dtype", bytes("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8), "needs dtype"),
                Arguments.of("one offset", bytes(tensor("[2]", "[8]"), 8), "two data_offsets"),
                Arguments.of(
                        "half a byte",
                        bytes("{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,2]}}", 2),
                        "no size"),
                Arguments.of("metadata not strings", bytes("{\"__metadata__\":{\"a\":1}}", 0), "not a string"),
                Arguments.of("a tensor that is no object", bytes("{\"a\":[]}", 0), "an object is expected"),
                Arguments.of(
                        "200 levels",
                        bytes("{\"a\":{\"x\":" + "[".repeat(200) + "]".repeat(200) + "}}", 0),
                        "nesting depth"),
                Arguments.of("not JSON", bytes("{what}", 0), "line 1"),
                Arguments.of("two objects", bytes("{}{}", 0), "follows"),
                Arguments.of("NUL after the object", bytes("{}\0\0", 0), "line 1"),
                Arguments.of("an object that does not end", bytes("{" + A, 8), "line 1"),
                Arguments.of("an array", bytes("[]", 0), "must begin with {"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String what, byte[] content, String reason) throws IOException {
        Path path = file(content);
        assertThatThrownBy(() -> SafetensorsFile.open(path).close())
                .as(what)
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there is no");
        assertThatThrownBy(() -> SafetensorsFile.open(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not a file");
    }

    @Test
    void aHeaderThatPromisesMuchCostsNothing() throws IOException {
        Path path = folder.resolve("sparse.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(3L << 30);
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(99_999_999)
                    .array());
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> SafetensorsFile.open(path)).isInstanceOf(Refusal.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
    }

    @Test
    void filesOverTwoGigabytesAreRead() throws IOException {
        long elements = (3L << 30) / 4;
        byte[] header = latin(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + elements + "],\"data_offsets\":[0," + elements * 4 + "]}}");
        Path path = folder.resolve("large.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.write(bytes(header.length, header, 0));
            sparse.setLength(8 + header.length + elements * 4);
            sparse.seek(8 + header.length + (elements - 1) * 4);
            sparse.writeInt(Integer.reverseBytes(Float.floatToIntBits(2.5f)));
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            float[] last = new float[2];
            file.readFloats(file.tensor("a"), elements - 2, 2, MemorySegment.ofArray(last));
            assertThat(last).containsExactly(0f, 2.5f);
        }
    }

    @Test
    void aFileCutOrWrittenToWhileOpenIsNoticed() throws IOException {
        byte[] header = latin("{\"a\":{\"dtype\":\"F32\",\"shape\":[65536],\"data_offsets\":[0,262144]}}");
        for (long length : new long[] {0, 100, 8192, 262_144}) {
            Path path = Files.write(folder.resolve("cut" + length), bytes(header.length, header, 262_144));
            try (SafetensorsFile file = SafetensorsFile.open(path);
                    RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
                other.setLength(length);
                assertThatThrownBy(() ->
                                file.readFloats(file.tensor("a"), 0, 65_536, MemorySegment.ofArray(new float[65_536])))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining("changed while open");
            }
        }
    }

    @Test
    void aFaultOfTheMapBecomesARefusal() throws IOException {
        Path path = Files.write(folder.resolve("mapped"), new byte[1 << 20]);
        try (MappedFile file = new MappedFile(path)) {
            float[] values = new float[1024];
            assertThatThrownBy(() -> file.guarded(() -> {
                        // cut after the check, while reading
                        try (RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
                            other.setLength(0);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                        Decoder.decode(ElementType.F32, file.segment(), 4096, 1024, MemorySegment.ofArray(values));
                    }))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("changed while open");
        }
    }

    @Test
    void readingOutsideATensorIsADefect() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(file(bytes("{" + A + "}", 8)))) {
            MemorySegment target = MemorySegment.ofArray(new float[4]);
            assertThatThrownBy(() -> file.readFloats(file.tensor("a"), 1, 2, target))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> file.tensor("b"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("no tensor b");
        }
    }

    @Test
    void mutatedFilesAreReadOrRefusedAndNothingElse() throws IOException {
        byte[] good = bytes(
                "{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                        + "\"b.c\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[24,32]}}  ",
                32);
        Random random = new Random(20260);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = good.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            byte[] content = random.nextInt(8) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
            Path path = file(content);
            assertThatCode(() -> readAll(path)).as("mutation %d", i).doesNotThrowAnyException();
        }
    }

    private static void readAll(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (TensorInfo tensor : file.tensors().values()) {
                float[] values = new float[(int) tensor.elements()];
                file.readFloats(tensor, 0, values.length, MemorySegment.ofArray(values));
            }
        } catch (Refusal refusal) {
            assertThat(refusal.getMessage()).isNotBlank();
        }
    }
}

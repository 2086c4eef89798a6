package sulcus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sulcus.format.GgufBytes.ARRAY;
import static sulcus.format.GgufBytes.BOOL;
import static sulcus.format.GgufBytes.F32;
import static sulcus.format.GgufBytes.STRING;
import static sulcus.format.GgufBytes.U32;
import static sulcus.format.GgufBytes.U64;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sulcus.task.Refusal;

/** Cases: llama.cpp's {@code tests/test-gguf.cpp} and the weaknesses that were found in readers of the format. */
class GgufFileTest {
    @TempDir
    Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("x.gguf"), content);
    }

    private static GgufBytes good() {
        return new GgufBytes()
                .key("general.architecture", STRING, "llama")
                .key("some.number", U32, 7)
                .key("some.list", ARRAY, STRING, 3L, "one", "", "drei")
                .key("some.widths", ARRAY, U32, 2L, 5, 6)
                .floats("t.weight", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .floats("t.bias", new float[] {-1}, 1);
    }

    @Test
    void metadataAndTensorsComeOut() throws IOException {
        byte[] content = good().key("big", U64, -1L)
                .key("real", F32, 0.5f)
                .key("yes", BOOL, (byte) 1)
                .bytes();
        try (GgufFile gguf = GgufFile.open(file(content))) {
            assertThat(gguf.version()).isEqualTo(3);
            assertThat(gguf.string("general.architecture")).isEqualTo("llama");
            assertThat(gguf.number("some.number")).isEqualTo(7L);
            assertThat(gguf.list("some.list", String.class)).containsExactly("one", "", "drei");
            assertThat(gguf.list("some.widths", Number.class)).containsExactly(5L, 6L);
            assertThat(gguf.number("big")).isEqualTo(new BigInteger("18446744073709551615"));
            assertThat(gguf.number("real")).isEqualTo(0.5f);
            assertThat(gguf.truth("yes")).isTrue();
            assertThat(gguf.string("missing")).isNull();
            TensorInfo weight = gguf.tensors().get("t.weight");
            assertThat(weight.shape()).containsExactly(2, 3);
            float[] values = new float[3];
            gguf.readFloats(weight, 2, 3, MemorySegment.ofArray(values));
            assertThat(values).containsExactly(3, 4, 5);
            assertThatThrownBy(() -> gguf.string("some.number")).isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> gguf.list("some.list", Number.class)).isInstanceOf(Refusal.class);
        }
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                make("nothing but a header", new GgufBytes()),
                make("version 2", with(g -> g.version = 2)),
                make("an alignment of its own", new GgufBytes().key("general.alignment", U32, 64)),
                make(
                        "a type that is known by name only",
                        new GgufBytes().tensor("q", 1, 256L, 12, 0L).data(new byte[144])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void accepts(String what, byte[] content) throws IOException {
        Path path = file(content);
        assertThatCode(() -> GgufFile.open(path).close()).as(what).doesNotThrowAnyException();
    }

    private static GgufBytes with(Consumer<GgufBytes> change) {
        GgufBytes bytes = good();
        change.accept(bytes);
        return bytes;
    }

    private static Arguments make(String what, GgufBytes bytes, Object... more) {
        Object[] all = new Object[2 + more.length];
        all[0] = what;
        all[1] = bytes.bytes();
        System.arraycopy(more, 0, all, 2, more.length);
        return Arguments.of(all);
    }

    static Stream<Arguments> refused() {
        long most = Long.MAX_VALUE;
        return Stream.of(
                make("another magic", with(g -> g.magic = 0x47475546), "no GGUF file"),
                make("version 0", with(g -> g.version = 0), "version 0"),
                make("version 1", with(g -> g.version = 1), "version 1"),
                make("version 99", with(g -> g.version = 99), "version 99"),
                make("big-endian", with(g -> g.version = 3 << 24), "big-endian"),
                make("2^60 tensors", with(g -> g.tensorCount = 1L << 60), "1152921504606846976 tensors"),
                make("2^63 keys", with(g -> g.keyCount = Long.MIN_VALUE), "9223372036854775808 keys"),
                make("2^32 keys", with(g -> g.keyCount = 1L << 32), "4294967296 keys"),
                make("one key too many", with(g -> g.keyCount = 5L), "byte"),
                make("empty key", new GgufBytes().key("", U32, 1), "is empty"),
                make("a key twice", good().key("some.number", U32, 1), "a second time"),
                make("a key with a length of 2^62", new GgufBytes().key(1L << 62, U32, 1), "4611686018427387904 bytes"),
                make("a key that is not UTF-8", new GgufBytes().key(1L, (byte) -1, U32, 1), "UTF-8"),
                make("a string longer than the file", new GgufBytes().key("a", STRING, 1L << 40), "1099511627776"),
                make("a value type that is not known", new GgufBytes().key("a", 13, 1), "unknown value type 13"),
                make("an array of arrays", new GgufBytes().key("a", ARRAY, ARRAY, 1L, U32, 1L, 1), "array of arrays"),
                make("an array of 2^40", new GgufBytes().key("a", ARRAY, U32, 1L << 40), "1099511627776"),
                make("an array of 2^63", new GgufBytes().key("a", ARRAY, U64, Long.MIN_VALUE), "9223372036854775808"),
                make("an array of an unknown type", new GgufBytes().key("a", ARRAY, 77, 0L), "unknown value type 77"),
                make("a truth value of 2", new GgufBytes().key("a", BOOL, (byte) 2), "neither 0 nor 1"),
                make("alignment 0", new GgufBytes().key("general.alignment", U32, 0), "no power of two"),
                make("alignment 3", new GgufBytes().key("general.alignment", U32, 3), "no power of two"),
                make("alignment as u64", new GgufBytes().key("general.alignment", U64, 32L), "unsigned 32-bit"),
                make("a tensor's name of 64 bytes", new GgufBytes().tensor("n".repeat(64), 1, 8L, 0, 0L), "at most 63"),
                make("a tensor twice", good().tensor("t.bias", 1, 1L, 0, 64L).data(new byte[32]), "a second time"),
                make("five dimensions", new GgufBytes().tensor("t", 5, 1L, 1L, 1L, 1L, 1L, 0, 0L), "5 dimensions"),
                make(
                        "2^31 dimensions",
                        new GgufBytes().tensor("t", Integer.MIN_VALUE, 0L, 0L),
                        "2147483648 dimensions"),
                make(
                        "a negative extent",
                        new GgufBytes().tensor("t", 1, -1L, 0, 0L),
                        "dimension of 18446744073709551615"),
                make("extents (2^63 − 1, 2)", new GgufBytes().tensor("t", 2, most, 2L, 0, 0L), "no size"),
                make("2^63 − 1 floats", new GgufBytes().tensor("t", 1, most, 0, 0L), "no size"),
                make(
                        "bytes that wrap when padded",
                        new GgufBytes().tensor("t", 1, most / 4, 0, 0L),
                        "more than a file"),
                make("type 999", new GgufBytes().tensor("t", 1, 32L, 999, 0L), "element type 999"),
                make("type −1", new GgufBytes().tensor("t", 1, 32L, -1, 0L), "element type 4294967295"),
                make("a type that was removed", new GgufBytes().tensor("t", 1, 32L, 4, 0L), "element type 4"),
                make("rows that are no whole blocks", new GgufBytes().tensor("t", 2, 20L, 8L, 2, 0L), "blocks of 32"),
                make(
                        "an offset off the alignment",
                        new GgufBytes().tensor("t", 1, 8L, 0, 4L).data(new byte[64]),
                        "offset 4"),
                make(
                        "tensors that overlap",
                        new GgufBytes()
                                .tensor("t", 1, 8L, 0, 0L)
                                .tensor("u", 1, 8L, 0, 0L)
                                .data(new byte[64]),
                        "offset 0"),
                make(
                        "a hole",
                        new GgufBytes()
                                .tensor("t", 1, 8L, 0, 0L)
                                .tensor("u", 1, 8L, 0, 64L)
                                .data(new byte[128]),
                        "offset 64"),
                make("an offset of 2^63", new GgufBytes().tensor("t", 1, 8L, 0, Long.MIN_VALUE), "9223372036854775808"),
                make("no data", new GgufBytes().tensor("t", 1, 9L, 0, 0L), "36 bytes after the end"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String what, byte[] content, String reason) throws IOException {
        Path path = file(content);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> GgufFile.open(path).close())
                .as(what)
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContaining(reason);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
    }

    @ParameterizedTest
    @CsvSource({
        "9,Q8_1",
        "15,Q8_K",
        "16,IQ2_XXS",
        "17,IQ2_XS",
        "18,IQ3_XXS",
        "19,IQ1_S",
        "21,IQ3_S",
        "22,IQ2_S",
        "29,IQ1_M",
        "34,TQ1_0",
        "35,TQ2_0",
        "41,Q1_0"
    })
    void aTypeThatIsNotReadIsNamedWhenItIsRead(int number, ElementType type) throws IOException {
        byte[] content = new GgufBytes()
                .tensor("blk.0.ffn_up.weight", 1, 256L, number, 0L)
                .data(new byte[320])
                .bytes();
        try (GgufFile gguf = GgufFile.open(file(content))) {
            TensorInfo tensor = gguf.tensors().get("blk.0.ffn_up.weight");
            assertThat(tensor.bytes()).isEqualTo(type.bytes(256));
            assertThatThrownBy(() -> gguf.readFloats(tensor, 0, 256, MemorySegment.ofArray(new float[256])))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("blk.0.ffn_up.weight")
                    .hasMessageContaining(type + " are not read")
                    .hasMessageContaining("Q4_K");
        }
    }

    @Test
    void everyFileThatIsCutShortIsRefused() throws IOException {
        byte[] content = good().bytes();
        // the last tensor has 4 bytes, then come 28 of padding, which may be missing
        for (int length = 0; length < content.length - 28; length++) {
            Path path = file(Arrays.copyOf(content, length));
            assertThatThrownBy(() -> GgufFile.open(path).close())
                    .as("%d bytes", length)
                    .isInstanceOf(Refusal.class);
        }
        GgufFile.open(file(Arrays.copyOf(content, content.length - 28))).close();
    }

    @Test
    void mutatedFilesAreReadOrRefusedAndNothingElse() throws IOException {
        byte[] good = good().bytes();
        Random random = new Random(4);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = good.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Path path = file(bad);
            assertThatCode(() -> readAll(path)).as("mutation %d", i).doesNotThrowAnyException();
        }
    }

    private static void readAll(Path path) {
        try (GgufFile gguf = GgufFile.open(path)) {
            assertThat(gguf.metadata().toString()).isNotNull();
            for (TensorInfo tensor : gguf.tensors().values()) {
                float[] values = new float[(int) tensor.elements()];
                gguf.readFloats(tensor, 0, values.length, MemorySegment.ofArray(values));
            }
        } catch (Refusal refusal) {
            assertThat(refusal.getMessage()).isNotBlank();
        }
    }
}

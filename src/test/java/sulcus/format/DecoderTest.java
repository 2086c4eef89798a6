package sulcus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DecoderTest {
    private static float[] decode(ElementType type, byte[] encoded, int first, int count) {
        float[] values = new float[count];
        Decoder.decode(type, MemorySegment.ofArray(encoded), first, count, MemorySegment.ofArray(values));
        return values;
    }

    private static float[] decode(ElementType type, String hex, int count) {
        return decode(type, HexFormat.of().parseHex(hex), 0, count);
    }

    @Test
    void numbersOfEveryPlainType() {
        assertThat(decode(ElementType.F32, "0000c03f000080ff", 2)).containsExactly(1.5f, Float.NEGATIVE_INFINITY);
        assertThat(decode(ElementType.F16, "003e0100ff7b00fc007e", 5))
                .containsExactly(1.5f, 0x1p-24f, 65504f, Float.NEGATIVE_INFINITY, Float.NaN);
        assertThat(decode(ElementType.BF16, "c03f01000080c07f", 4))
                .containsExactly(1.5f, Float.intBitsToFloat(1 << 16), -0f, Float.NaN);
        assertThat(decode(ElementType.F64, "000000000000f83f", 1)).containsExactly(1.5f);
        assertThat(decode(ElementType.I8, "ff7f", 2)).containsExactly(-1, 127);
        assertThat(decode(ElementType.U8, "ff7f", 2)).containsExactly(255, 127);
        assertThat(decode(ElementType.BOOL, "0100", 2)).containsExactly(1, 0);
        assertThat(decode(ElementType.I16, "feff", 1)).containsExactly(-2);
        assertThat(decode(ElementType.U16, "feff", 1)).containsExactly(65534);
        assertThat(decode(ElementType.I32, "feffffff", 1)).containsExactly(-2);
        assertThat(decode(ElementType.U32, "00000080", 1)).containsExactly(0x1p31f);
        assertThat(decode(ElementType.I64, "feffffffffffffff", 1)).containsExactly(-2);
        assertThat(decode(ElementType.U64, "0000000000000080", 1)).containsExactly(0x1p63f);
    }

    @Test
    void blocksAreThoseOfGgml() {
        // d = 0.5, bytes 0x10, 0x32, 0x54 …: low halves are elements 0 …, high halves 16 …
        byte[] four = new byte[20];
        ByteBuffer block = ByteBuffer.wrap(four).order(ByteOrder.LITTLE_ENDIAN);
        block.putShort((short) 0x3800).putShort((short) 0xbc00);
        for (int i = 0; i < 16; i++) {
            block.put((byte) ((15 - i) << 4 | i));
        }
        float[] q41 = decode(ElementType.Q4_1, four, 0, 32);
        byte[] zero = new byte[18];
        System.arraycopy(four, 0, zero, 0, 2);
        System.arraycopy(four, 4, zero, 2, 16);
        float[] q40 = decode(ElementType.Q4_0, zero, 0, 32);
        for (int i = 0; i < 16; i++) {
            assertThat(q41[i]).isEqualTo(0.5f * i - 1);
            assertThat(q41[16 + i]).isEqualTo(0.5f * (15 - i) - 1);
            assertThat(q40[i]).isEqualTo(0.5f * (i - 8));
            assertThat(q40[16 + i]).isEqualTo(0.5f * (7 - i));
        }
        byte[] eight = new byte[34];
        eight[1] = 0x34;
        eight[2] = -128;
        eight[33] = 127;
        assertThat(decode(ElementType.Q8_0, eight, 0, 32)).startsWith(-32f, 0f).endsWith(0f, 31.75f);
    }

    /** Blocks and values of the Python package gguf, see blocks.py beside them. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ANY,
            names = {"Q[4-8]_[01]", "Q[2-6]_K", "IQ4_.*", "..FP4"})
    void randomBlocksGiveTheSameBitsAsGguf(ElementType type) throws Exception {
        if (!type.decodable()) {
            assertThat(type).isEqualTo(ElementType.Q8_1);
            return;
        }
        try (SafetensorsFile file = SafetensorsFile.open(blocks())) {
            byte[] blocks = bytes(all(file, type.name() + ".blocks"));
            float[] expected = all(file, type.name() + ".values");
            assertThat(expected.length).isEqualTo(12 * type.blockElements());
            float[] values = decode(type, blocks, 0, expected.length);
            for (int i = 0; i < values.length; i++) {
                assertThat(Float.floatToRawIntBits(values[i]))
                        .as("element " + i)
                        .isEqualTo(Float.floatToRawIntBits(expected[i]));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ANY,
            names = {"Q[45]_[01]", "Q8_0"})
    void randomNumbersGiveTheSameBytesAsGguf(ElementType type) throws Exception {
        try (SafetensorsFile file = SafetensorsFile.open(blocks())) {
            assertThat(encode(type, all(file, "numbers"))).isEqualTo(bytes(all(file, type.name() + ".quantized")));
        }
    }

    /** Gaussian numbers; a uniform grid of 16 or 64 steps over a group's range would lose about 8 % or 2 %. */
    @ParameterizedTest
    @CsvSource({"Q4_K,0.08", "Q6_K,0.02"})
    void superBlocksLoseLittle(ElementType type, double most) {
        Random random = new Random(4);
        float[] values = new float[256 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, i / 2048 - 1));
        }
        java.util.Arrays.fill(values, 0, 256, 0);
        java.util.Arrays.fill(values, 256, 512, -3);
        byte[] encoded = encode(type, values);
        float[] back = decode(type, encoded, 0, values.length);
        for (int i = 0; i < 256; i++) {
            assertThat(Math.abs(back[i])).isZero();
        }
        for (int from = 256; from < values.length; from += 256) {
            double lost = 0;
            double all = 0;
            for (int i = from; i < from + 256; i++) {
                lost += Math.pow(values[i] - back[i], 2);
                all += Math.pow(values[i], 2);
            }
            assertThat(Math.sqrt(lost / all)).as("block at " + from).isLessThan(most);
        }
        assertThat(encode(type, back)).hasSameSizeAs(encoded);
    }

    private static Path blocks() throws Exception {
        return Path.of(DecoderTest.class.getResource("blocks.safetensors").toURI());
    }

    private static byte[] bytes(float[] numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) numbers[i];
        }
        return bytes;
    }

    private static float[] all(SafetensorsFile file, String name) {
        TensorInfo tensor = file.tensors().get(name);
        float[] values = new float[(int) tensor.elements()];
        file.readFloats(tensor, 0, values.length, MemorySegment.ofArray(values));
        return values;
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "F64", "I16", "Q8_0", "Q4_0", "Q4_1", "Q3_K", "Q6_K", "IQ4_XS", "NVFP4"})
    void anyRangeIsAPieceOfTheWhole(ElementType type) {
        int count = 10_240;
        byte[] encoded = new byte[(int) type.bytes(count)];
        new Random(3).nextBytes(encoded);
        float[] whole = decode(type, encoded, 0, count);
        for (int[] range : new int[][] {{0, 1}, {1, 31}, {31, 2}, {33, 4096}, {4095, 5000}, {10_239, 1}, {100, 0}}) {
            assertThat(decode(type, encoded, range[0], range[1]))
                    .isEqualTo(java.util.Arrays.copyOfRange(whole, range[0], range[0] + range[1]));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = "[QIT]..?_.*")
    void whatIsNotDecodedSaysSo(ElementType type) {
        if (!type.decodable()) {
            assertThatThrownBy(() -> decode(type, new byte[type.blockBytes()], 0, type.blockElements()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(type.name());
        } else {
            for (float value : decode(type, new byte[type.blockBytes()], 0, type.blockElements())) {
                assertThat(Math.abs(value)).isZero();
            }
        }
    }

    private static byte[] encode(ElementType type, float... values) {
        byte[] encoded = new byte[(int) type.bytes(values.length)];
        Encoder.encode(type, MemorySegment.ofArray(values), values.length, MemorySegment.ofArray(encoded));
        return encoded;
    }

    @Test
    void roundingGoesToTheNearestAndTiesToEven() {
        // 1 + 2^-8 lies between the bfloat16 numbers 0x3f80 and 0x3f81, 1 + 3·2^-8 between 0x3f81 and 0x3f82
        assertThat(encode(ElementType.BF16, 1 + 0x1p-8f, 1 + 3 * 0x1p-8f, 1 + 0x1.02p-8f, -1 - 0x1p-8f))
                .isEqualTo(HexFormat.of().parseHex("803f823f813f80bf"));
        assertThat(encode(ElementType.BF16, Float.MAX_VALUE, Float.NEGATIVE_INFINITY))
                .isEqualTo(HexFormat.of().parseHex("807f80ff"));
        assertThat(encode(ElementType.F16, 1 + 0x1p-11f, 1 + 3 * 0x1p-11f, 65520, 0x1p-25f))
                .isEqualTo(HexFormat.of().parseHex("003c023c007c0000"));
        assertThat(decode(ElementType.BF16, encode(ElementType.BF16, Float.intBitsToFloat(0x7f800001)), 0, 1)[0])
                .isNaN();
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyNumberOfTheTypeSurvives(ElementType type) {
        byte[] all = new byte[1 << 17];
        for (int i = 0; i < 1 << 16; i++) {
            all[2 * i] = (byte) i;
            all[2 * i + 1] = (byte) (i >> 8);
        }
        float[] values = decode(type, all, 0, 1 << 16);
        float[] again = decode(type, encode(type, values), 0, 1 << 16);
        assertThat(again).isEqualTo(values);
    }
}

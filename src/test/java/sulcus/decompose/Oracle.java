package sulcus.decompose;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import sulcus.format.SafetensorsFile;
import sulcus.format.TensorInfo;

/** Values that scikit-learn and numpy computed, where they are at hand; a test that needs them is skipped where they are not. */
final class Oracle implements AutoCloseable {
    private final SafetensorsFile file;

    private Oracle(SafetensorsFile file) {
        this.file = file;
    }

    static Path shared(String name) {
        Path path = Path.of(System.getProperty("sulcus.shared", "../shared")).resolve(name);
        assumeTrue(Files.exists(path), () -> path + " is not there: set -Dsulcus.shared to compare with it");
        return path;
    }

    static Oracle open(String name) {
        return new Oracle(SafetensorsFile.open(shared(name)));
    }

    int[] shape(String tensor) {
        long[] shape = file.tensors().get(tensor).shape();
        return new int[] {(int) shape[0], (int) shape[1]};
    }

    double[] values(String tensor) {
        TensorInfo info = file.tensors().get(tensor);
        double[] values = new double[(int) info.elements()];
        for (int i = 0; i < values.length; i++) {
            var bytes = file.bytes(info);
            values[i] = switch (info.type()) {
                case F64 -> bytes.get(ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 8L * i);
                case F32 -> bytes.get(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 4L * i);
                case I32 -> bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 4L * i);
                default -> throw new IllegalArgumentException(tensor + ": " + info.type());
            };
        }
        return values;
    }

    float[] floats(String tensor) {
        double[] values = values(tensor);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public void close() {
        file.close();
    }
}

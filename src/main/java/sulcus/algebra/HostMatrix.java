package sulcus.algebra;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A matrix in an ND4J array outside the heap; views are offsets and strides into it. */
final class HostMatrix extends Matrix {
    private final INDArray array;
    private final boolean owner;
    private final MemorySegment memory;
    private final int stride;

    private HostMatrix(
            int rows, int columns, Type type, INDArray array, boolean owner, MemorySegment memory, int stride) {
        super(rows, columns, type);
        this.array = array;
        this.owner = owner;
        this.memory = memory;
        this.stride = stride;
    }

    static HostMatrix allocate(int rows, int columns, Type type) {
        INDArray array = Nd4j.createUninitialized(
                type == Type.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE,
                new long[] {Math.max(1, rows), Math.max(1, columns)},
                'c');
        MemorySegment memory = MemorySegment.ofAddress(
                        array.data().addressPointer().address())
                .reinterpret((long) rows * columns * size(type));
        return new HostMatrix(rows, columns, type, array, true, memory, columns);
    }

    private static int size(Type type) {
        return type == Type.FLOAT32 ? Float.BYTES : Double.BYTES;
    }

    /** The elements; row r begins at r · {@link #stride()}. */
    MemorySegment memory() {
        return memory;
    }

    /** Elements from one row to the next. */
    int stride() {
        return stride;
    }

    FloatPointer floatPointer() {
        return new FloatAddress(memory.address());
    }

    DoublePointer doublePointer() {
        return new DoubleAddress(memory.address());
    }

    @Override
    protected Matrix rectangle(int row, int rows, int column, int columns) {
        long from = ((long) row * stride + column) * size(type());
        return new HostMatrix(rows, columns, type(), array, false, memory.asSlice(from), stride);
    }

    @Override
    public void write(int row, int count, float[] values, int offset) {
        for (int r = 0; r < count; r++) {
            long to = (long) (row + r) * stride;
            int from = offset + r * columns();
            if (type() == Type.FLOAT32) {
                MemorySegment.copy(values, from, memory, ValueLayout.JAVA_FLOAT, to * Float.BYTES, columns());
            } else {
                for (int c = 0; c < columns(); c++) {
                    memory.setAtIndex(ValueLayout.JAVA_DOUBLE, to + c, values[from + c]);
                }
            }
        }
    }

    @Override
    public void write(int row, int count, double[] values, int offset) {
        for (int r = 0; r < count; r++) {
            long to = (long) (row + r) * stride;
            int from = offset + r * columns();
            if (type() == Type.FLOAT64) {
                MemorySegment.copy(values, from, memory, ValueLayout.JAVA_DOUBLE, to * Double.BYTES, columns());
            } else {
                for (int c = 0; c < columns(); c++) {
                    memory.setAtIndex(ValueLayout.JAVA_FLOAT, to + c, (float) values[from + c]);
                }
            }
        }
    }

    @Override
    public void read(int row, int count, float[] values, int offset) {
        for (int r = 0; r < count; r++) {
            long from = (long) (row + r) * stride;
            int to = offset + r * columns();
            if (type() == Type.FLOAT32) {
                MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, from * Float.BYTES, values, to, columns());
            } else {
                for (int c = 0; c < columns(); c++) {
                    values[to + c] = (float) memory.getAtIndex(ValueLayout.JAVA_DOUBLE, from + c);
                }
            }
        }
    }

    @Override
    public void read(int row, int count, double[] values, int offset) {
        for (int r = 0; r < count; r++) {
            long from = (long) (row + r) * stride;
            int to = offset + r * columns();
            if (type() == Type.FLOAT64) {
                MemorySegment.copy(memory, ValueLayout.JAVA_DOUBLE, from * Double.BYTES, values, to, columns());
            } else {
                for (int c = 0; c < columns(); c++) {
                    values[to + c] = memory.getAtIndex(ValueLayout.JAVA_FLOAT, from + c);
                }
            }
        }
    }

    @Override
    public void close() {
        if (owner && !array.wasClosed()) {
            array.close();
        }
    }

    /** A pointer that owns nothing, for calls into OpenBLAS. */
    private static final class FloatAddress extends FloatPointer {
        FloatAddress(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }

    /** A pointer that owns nothing, for calls into OpenBLAS. */
    private static final class DoubleAddress extends DoublePointer {
        DoubleAddress(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }
}

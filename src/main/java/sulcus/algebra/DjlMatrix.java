package sulcus.algebra;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** A matrix in a PyTorch tensor; a view is a rectangle of it. */
final class DjlMatrix extends Matrix {
    private final NDArray array;
    private final boolean owner;
    private final int row;
    private final int column;

    DjlMatrix(NDArray array) {
        this(
                array,
                true,
                0,
                Math.toIntExact(array.getShape().get(0)),
                0,
                Math.toIntExact(array.getShape().get(1)));
    }

    private DjlMatrix(NDArray array, boolean owner, int row, int rows, int column, int columns) {
        super(rows, columns, array.getDataType() == DataType.FLOAT32 ? Type.FLOAT32 : Type.FLOAT64);
        this.array = array;
        this.owner = owner;
        this.row = row;
        this.column = column;
    }

    private NDIndex rectangle(int from, int count) {
        return new NDIndex("{}:{}, {}:{}", row + from, row + from + count, column, column + columns());
    }

    /** This rectangle as a tensor that ends with the scope. */
    NDArray in(NDManager scope) {
        NDArray rectangle = array.get(rectangle(0, rows()));
        rectangle.tempAttach(scope);
        return rectangle;
    }

    /** Copies a tensor of this shape into this rectangle. */
    void put(NDArray values) {
        array.set(rectangle(0, rows()), values);
    }

    @Override
    protected Matrix rectangle(int fromRow, int rows, int fromColumn, int columns) {
        return new DjlMatrix(array, false, row + fromRow, rows, column + fromColumn, columns);
    }

    @Override
    public void write(int from, int count, float[] values, int offset) {
        float[] part = Arrays.copyOfRange(values, offset, offset + count * columns());
        try (NDArray given = array.getManager().create(part, new Shape(count, columns()));
                NDArray typed = given.toType(array.getDataType(), true)) {
            array.set(rectangle(from, count), typed);
        }
    }

    @Override
    public void write(int from, int count, double[] values, int offset) {
        double[] part = Arrays.copyOfRange(values, offset, offset + count * columns());
        try (NDArray given = array.getManager().create(part, new Shape(count, columns()));
                NDArray typed = given.toType(array.getDataType(), true)) {
            array.set(rectangle(from, count), typed);
        }
    }

    @Override
    public void read(int from, int count, float[] values, int offset) {
        try (NDArray part = array.get(rectangle(from, count));
                NDArray typed = part.toType(DataType.FLOAT32, true)) {
            float[] read = typed.toFloatArray();
            System.arraycopy(read, 0, values, offset, read.length);
        }
    }

    @Override
    public void read(int from, int count, double[] values, int offset) {
        try (NDArray part = array.get(rectangle(from, count));
                NDArray typed = part.toType(DataType.FLOAT64, true)) {
            double[] read = typed.toDoubleArray();
            System.arraycopy(read, 0, values, offset, read.length);
        }
    }

    @Override
    public void close() {
        if (owner) {
            array.close();
        }
    }
}

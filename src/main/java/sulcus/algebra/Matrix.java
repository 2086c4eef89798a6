package sulcus.algebra;

/**
 * A dense row-major matrix that lives where its {@link Algebra} computes. Contents are undefined until written. Views share
 * their parent's memory and end with it. Not safe for use by several threads at once.
 */
public abstract class Matrix implements AutoCloseable {
    /** Element type; products of float32 matrices are accumulated in float32 within a block. */
    public enum Type {
        FLOAT32,
        FLOAT64
    }

    private final int rows;
    private final int columns;
    private final Type type;

    protected Matrix(int rows, int columns, Type type) {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException(rows + " × " + columns);
        }
        this.rows = rows;
        this.columns = columns;
        this.type = type;
    }

    public final int rows() {
        return rows;
    }

    public final int columns() {
        return columns;
    }

    public final Type type() {
        return type;
    }

    /** The rectangle of {@code rows × columns} whose first element is ({@code row}, {@code column}). */
    public final Matrix view(int row, int rows, int column, int columns) {
        java.util.Objects.checkFromIndexSize(row, rows, this.rows);
        java.util.Objects.checkFromIndexSize(column, columns, this.columns);
        return rectangle(row, rows, column, columns);
    }

    /** Rows {@code from … from + count − 1}. */
    public final Matrix rowRange(int from, int count) {
        return view(from, count, 0, columns);
    }

    /** Columns {@code from … from + count − 1}. */
    public final Matrix columnRange(int from, int count) {
        return view(0, rows, from, count);
    }

    protected abstract Matrix rectangle(int row, int rows, int column, int columns);

    /** Writes rows {@code row … row + count − 1} from a row-major array, converting to this type. */
    public abstract void write(int row, int count, float[] values, int offset);

    /** Writes rows {@code row … row + count − 1} from a row-major array, converting to this type. */
    public abstract void write(int row, int count, double[] values, int offset);

    /** Reads rows {@code row … row + count − 1} into a row-major array. */
    public abstract void read(int row, int count, float[] values, int offset);

    /** Reads rows {@code row … row + count − 1} into a row-major array. */
    public abstract void read(int row, int count, double[] values, int offset);

    /** Writes the whole matrix from a row-major array. */
    public final void write(double[] values) {
        write(0, rows, values, 0);
    }

    /** Writes the whole matrix from a row-major array. */
    public final void write(float[] values) {
        write(0, rows, values, 0);
    }

    /** All elements, row-major. */
    public final float[] floats() {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        read(0, rows, values, 0);
        return values;
    }

    /** All elements, row-major. */
    public final double[] doubles() {
        double[] values = new double[Math.multiplyExact(rows, columns)];
        read(0, rows, values, 0);
        return values;
    }

    /** Releases the memory; a view releases nothing. */
    @Override
    public abstract void close();
}

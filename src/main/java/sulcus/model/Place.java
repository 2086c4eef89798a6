package sulcus.model;

import java.util.function.IntUnaryOperator;

/**
 * Where a canonical weight lies in a file: a tensor, and which part of it in which order.
 *
 * @param tensor name of the stored tensor
 * @param rows rows of the canonical weight (length of a vector)
 * @param columns columns of the canonical weight; 1 for a vector, unless it is a matrix of one row
 * @param vector whether the stored tensor has one dimension
 * @param storedRows outputs that the stored tensor has, ≥ rows when it holds several weights
 * @param transposed whether outputs are the stored tensor's columns (GPT-2's Conv1D)
 * @param order canonical row → output of the stored tensor
 * @param contiguous whether {@code order} is row + a constant
 * @param split the stored outputs are in so many groups, one dimension more: a vector stored as a matrix of so many rows
 *     (Command R+), the matrices of so many experts in one tensor; 1 where they are not
 * @param row of the canonical weight at which this part of it begins, where the weight lies in several places
 * @param column likewise
 * @param shift by which what is stored is greater than the canonical weight (norms of Gemma in a GGUF)
 */
public record Place(
        String tensor,
        int rows,
        int columns,
        boolean vector,
        int storedRows,
        boolean transposed,
        IntUnaryOperator order,
        boolean contiguous,
        int split,
        int row,
        int column,
        float shift) {

    /** A weight or bias that lies there as it is. */
    public static Place of(Description description, WeightId id, String tensor) {
        int rows = description.rows(id);
        boolean vector = id.bias() || id.slot().norm();
        return new Place(tensor, rows, description.columns(id), vector, rows, false, row -> row, true, 1, 0, 0, 0);
    }

    /** The same, its stored outputs in {@code groups} groups. */
    public Place split(int groups) {
        return new Place(
                tensor, rows, columns, vector, storedRows, transposed, order, contiguous, groups, row, column, shift);
    }

    /** The same for a matrix of one row that is stored with one dimension. */
    public Place flat() {
        return new Place(
                tensor, rows, columns, true, storedRows, transposed, order, contiguous, split, row, column, shift);
    }

    /** A place of so many rows and columns of the canonical weight only, from this row and column on. */
    public Place block(int row, int rows, int column, int columns) {
        return new Place(tensor, rows, columns, vector, rows, transposed, order, contiguous, split, row, column, shift);
    }

    /** The same where what is stored is greater by {@code by}. */
    public Place shifted(float by) {
        return new Place(
                tensor, rows, columns, vector, storedRows, transposed, order, contiguous, split, row, column, by);
    }

    /** The same under another name. */
    public Place named(String name) {
        return new Place(
                name, rows, columns, vector, storedRows, transposed, order, contiguous, split, row, column, shift);
    }

    /** The same, stored inputs × outputs; a vector stays as it is. */
    public Place turned() {
        return new Place(
                tensor, rows, columns, vector, storedRows, !vector, order, contiguous, split, row, column, shift);
    }

    /** The same, in its order, as part of a tensor with {@code all} outputs, of which these begin at {@code first}. */
    public Place partOf(int all, int first) {
        return new Place(
                tensor,
                rows,
                columns,
                vector,
                all,
                transposed,
                output -> first + order.applyAsInt(output),
                contiguous,
                split,
                row,
                column,
                shift);
    }

    /** The same, with the rows of the stored tensor in another order. */
    public Place ordered(int all, IntUnaryOperator other) {
        return new Place(tensor, rows, columns, vector, all, transposed, other, false, split, row, column, shift);
    }

    /** Shape that the stored tensor must have. */
    public long[] storedShape() {
        if (vector) {
            return split == 1 ? new long[] {(long) storedRows * columns} : new long[] {split, storedRows / split};
        }
        if (split > 1) {
            return transposed
                    ? new long[] {split, columns, storedRows / split}
                    : new long[] {split, storedRows / split, columns};
        }
        return transposed ? new long[] {columns, storedRows} : new long[] {storedRows, columns};
    }

    /**
     * llama.cpp's arrangement of query and key rows for rotary pairs that lie side by side: pair i of a head is stored at
     * 2i and 2i + 1 (undoes {@code permute} of its conversion scripts).
     */
    public Place sideBySide(int headSize) {
        return sideBySide(headSize, headSize);
    }

    /** The same where only the first {@code turning} dimensions of a head are in pairs (GLM). */
    public Place sideBySide(int headSize, int turning) {
        int half = turning / 2;
        return ordered(rows, row -> {
            int inHead = row % headSize;
            return inHead >= turning ? row : row - inHead + 2 * (inHead % half) + inHead / half;
        });
    }
}

package sulcus.algebra;

/**
 * Eigenpairs of a symmetric matrix, largest eigenvalue first.
 *
 * @param values k eigenvalues
 * @param vectors k × n row-major: row i is the unit eigenvector of {@code values[i]} (its sign is arbitrary)
 */
public record Eigenpairs(double[] values, double[] vectors) {}

/**
 * The few dense operations that decomposition and reconstruction need, behind {@link sulcus.algebra.Algebra}: ND4J and its
 * OpenBLAS on the CPU, DJL PyTorch on CUDA.
 */
package sulcus.algebra;

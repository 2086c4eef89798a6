package sulcus.algebra;

import java.util.Arrays;

/** Eigenvalues of a symmetric matrix by cyclic Jacobi rotations: slow, plain, and right. */
final class Jacobi {
    private Jacobi() {}

    /** Largest first. */
    static double[] eigenvalues(double[] symmetric, int n) {
        double[] a = symmetric.clone();
        for (int sweep = 0; sweep < 60; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    double off = a[p * n + q];
                    if (off == 0) {
                        continue;
                    }
                    double theta = (a[q * n + q] - a[p * n + p]) / (2 * off);
                    double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
                    double c = 1 / Math.sqrt(t * t + 1);
                    double s = t * c;
                    for (int i = 0; i < n; i++) {
                        double x = a[i * n + p];
                        double y = a[i * n + q];
                        a[i * n + p] = c * x - s * y;
                        a[i * n + q] = s * x + c * y;
                    }
                    for (int i = 0; i < n; i++) {
                        double x = a[p * n + i];
                        double y = a[q * n + i];
                        a[p * n + i] = c * x - s * y;
                        a[q * n + i] = s * x + c * y;
                    }
                }
            }
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = -a[i * n + i];
        }
        Arrays.sort(values);
        for (int i = 0; i < n; i++) {
            values[i] = -values[i];
        }
        return values;
    }
}

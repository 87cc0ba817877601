package dev.narrowgauge.engine.runtime.evaluate;

import java.util.List;

/**
 * Whether noise grows with the steps, whatever the signal does: the levels of the noise are fitted by those of the signal and
 * the logarithm of the step, and the slope of the latter is held against its error. Steps that follow each other are alike, so
 * the error is that for series (Newey and West, A Simple, Positive Semi-Definite, Heteroskedasticity and Autocorrelation
 * Consistent Covariance Matrix, 1987), and the bound is higher than for independent ones: of simulated cells that forget, one
 * in a hundred is taken for one that drifts.
 */
final class NoiseTrend {
    private static final double LEVEL = 10;
    private static final int TERMS = 3;
    private static final int SLOPE = 2;
    private static final double RIDGE = 1e-9;
    private static final double LEAST_ERRORS = 6;

    /** What one step has: sums of squares, and its number in the sequence, from 1 on. */
    record Step(int number, double signal, double noise) {}

    private NoiseTrend() {}

    /**
     * @param steps in their order, with noise and signal each
     * @param growth from that to that step number, in decibel: less is no drift
     */
    static boolean grows(List<Step> steps, int from, int to, double growth) {
        int count = steps.size();
        double[][] rows = new double[count][];
        double[] levels = new double[count];
        for (int i = 0; i < count; i++) {
            Step step = steps.get(i);
            rows[i] = new double[] {1, level(step.signal()), level(step.number())};
            levels[i] = level(step.noise());
        }
        double[][] inverse = inverse(sumOfProducts(rows, rows, 0));
        double[] slopes = new double[TERMS];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < TERMS; j++) {
                slopes[j] += dot(inverse[j], rows[i]) * levels[i];
            }
        }
        for (int i = 0; i < count; i++) {
            double residual = levels[i] - dot(slopes, rows[i]);
            for (int j = 0; j < TERMS; j++) {
                rows[i][j] *= residual;
            }
        }
        double error = Math.sqrt(Math.max(variance(inverse[SLOPE], rows), Double.MIN_NORMAL));
        double rise = slopes[SLOPE] * (level(to) - level(from));
        return rise > growth && slopes[SLOPE] / error > LEAST_ERRORS;
    }

    private static double level(double power) {
        return LEVEL * Math.log10(power);
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < TERMS; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    /** Σ a bᵀ over rows a and those b that come so many later. */
    private static double[][] sumOfProducts(double[][] rows, double[][] others, int lag) {
        double[][] sum = new double[TERMS][TERMS];
        for (int i = lag; i < rows.length; i++) {
            for (int j = 0; j < TERMS; j++) {
                for (int k = 0; k < TERMS; k++) {
                    sum[j][k] += rows[i - lag][j] * others[i][k];
                }
            }
        }
        return sum;
    }

    /**
     * @param weights of the sums in the slope
     * @param scores rows times residuals
     */
    private static double variance(double[] weights, double[][] scores) {
        int lags = Math.max(1, (int) Math.sqrt(scores.length));
        double variance = 0;
        for (int lag = 0; lag <= lags; lag++) {
            double share = 1 - lag / (lags + 1.0);
            double[][] sum = sumOfProducts(scores, scores, lag);
            for (int j = 0; j < TERMS; j++) {
                variance += (lag == 0 ? 1 : 2) * share * weights[j] * dot(sum[j], weights);
            }
        }
        return variance;
    }

    /** By elimination, with a little on the diagonal: the signal may be the same at all steps. */
    private static double[][] inverse(double[][] matrix) {
        double[][] left = matrix;
        double[][] right = new double[TERMS][TERMS];
        for (int i = 0; i < TERMS; i++) {
            left[i][i] += RIDGE * (1 + left[i][i]);
            right[i][i] = 1;
        }
        for (int pivot = 0; pivot < TERMS; pivot++) {
            double scale = left[pivot][pivot];
            for (int k = 0; k < TERMS; k++) {
                left[pivot][k] /= scale;
                right[pivot][k] /= scale;
            }
            for (int row = 0; row < TERMS; row++) {
                double factor = row == pivot ? 0 : left[row][pivot];
                for (int k = 0; k < TERMS; k++) {
                    left[row][k] -= factor * left[pivot][k];
                    right[row][k] -= factor * right[pivot][k];
                }
            }
        }
        return right;
    }
}

package dev.narrowgauge.checks.zoo;

import java.util.List;

/**
 * A last layer fitted by ridge regression to features that random layers make: answers are then as sure of themselves as a
 * trained network's, which those of a random last layer are not (Huang et al., Extreme Learning Machine, 2006).
 *
 * @param weights width × classes
 * @param bias one a class
 */
public record Readout(float[] weights, float[] bias, int width, int classes) {
    private static final double RIDGE = 1e-3;
    private static final double LOGIT = 6;

    /** @param features of each sample, all of one length */
    public static Readout fit(List<float[]> features, int[] labels, int classes) {
        int samples = features.size();
        int width = features.getFirst().length;
        double[] mean = mean(features);
        double[][] centred = new double[samples][width];
        for (int i = 0; i < samples; i++) {
            for (int j = 0; j < width; j++) {
                centred[i][j] = features.get(i)[j] - mean[j];
            }
        }
        double[][] targets = new double[samples][classes];
        for (int i = 0; i < samples; i++) {
            for (int k = 0; k < classes; k++) {
                targets[i][k] = LOGIT * ((labels[i] == k ? 1 : 0) - 1.0 / classes);
            }
        }
        double[][] duals = solve(gram(centred), targets);
        float[] weights = new float[width * classes];
        float[] bias = new float[classes];
        for (int k = 0; k < classes; k++) {
            for (int j = 0; j < width; j++) {
                double weight = 0;
                for (int i = 0; i < samples; i++) {
                    weight += centred[i][j] * duals[i][k];
                }
                weights[j * classes + k] = (float) weight;
                bias[k] -= (float) (weight * mean[j]);
            }
        }
        return new Readout(weights, bias, width, classes);
    }

    private static double[] mean(List<float[]> features) {
        double[] mean = new double[features.getFirst().length];
        for (float[] row : features) {
            for (int j = 0; j < row.length; j++) {
                mean[j] += (double) row[j] / features.size();
            }
        }
        return mean;
    }

    /** Products of all pairs of samples, with the ridge on the diagonal. */
    private static double[][] gram(double[][] rows) {
        int size = rows.length;
        double[][] gram = new double[size][size];
        double trace = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < rows[i].length; k++) {
                    sum += rows[i][k] * rows[j][k];
                }
                gram[i][j] = sum;
                gram[j][i] = sum;
            }
            trace += gram[i][i];
        }
        for (int i = 0; i < size; i++) {
            gram[i][i] += Math.max(RIDGE * trace / size, 1e-12);
        }
        return gram;
    }

    /** By Cholesky's factors, which take the place of the matrix. */
    private static double[][] solve(double[][] matrix, double[][] targets) {
        int size = matrix.length;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                matrix[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[j][j];
            }
        }
        for (int column = 0; column < targets[0].length; column++) {
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < i; k++) {
                    targets[i][column] -= matrix[i][k] * targets[k][column];
                }
                targets[i][column] /= matrix[i][i];
            }
            for (int i = size - 1; i >= 0; i--) {
                for (int k = i + 1; k < size; k++) {
                    targets[i][column] -= matrix[k][i] * targets[k][column];
                }
                targets[i][column] /= matrix[i][i];
            }
        }
        return targets;
    }
}

package dev.narrowgauge.engine.onnx.dataset.files;

/**
 * Which inputs, with which weights, make each output of a line that is scaled bilinearly: pixels are squares whose centres
 * lie at half numbers, a triangle stands on the centre of the output's square, and its weights are divided by their sum.
 * Where the line is shrunk with antialiasing the triangle is as many times as wide.
 *
 * @param first of the inputs of each output
 * @param weights of the inputs from there on; none outside of the scaled line
 */
record Taps(int[] first, double[][] weights) {

    /**
     * @param size of the line
     * @param scaled its size when it is scaled
     * @param from the first of its scaled places that is wanted; negative before its start
     * @param count of places
     */
    static Taps of(int size, int scaled, int from, int count, boolean antialias) {
        double ratio = (double) size / scaled;
        double reach = antialias ? Math.max(1, ratio) : 1;
        int[] first = new int[count];
        double[][] weights = new double[count][];
        for (int i = 0; i < count; i++) {
            int place = from + i;
            if (place < 0 || place >= scaled) {
                weights[i] = new double[0];
                continue;
            }
            double centre = (place + 0.5) * ratio;
            first[i] = (int) Math.max(0, Math.floor(centre - reach + 0.5));
            int end = (int) Math.min(size, Math.floor(centre + reach + 0.5));
            weights[i] = triangle(centre, reach, first[i], end);
        }
        return new Taps(first, weights);
    }

    private static double[] triangle(double centre, double reach, int first, int end) {
        double[] weights = new double[end - first];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.max(0, 1 - Math.abs((first + i + 0.5 - centre) / reach));
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /** Of an input in an output; 0 where it has no part in it. */
    double weight(int output, int input) {
        int i = input - first[output];
        return i < 0 || i >= weights[output].length ? 0 : weights[output][i];
    }

    boolean isOutside(int output) {
        return weights[output].length == 0;
    }

    int count() {
        return first.length;
    }
}

package dev.narrowgauge.engine.client;

import java.util.Arrays;

/** The middle of some values. */
final class Median {
    private Median() {}

    /** @param values at least one; of an even number the mean of the two in the middle */
    static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

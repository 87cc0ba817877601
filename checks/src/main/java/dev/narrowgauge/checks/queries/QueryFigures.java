package dev.narrowgauge.checks.queries;

import java.util.Arrays;

/**
 * How soon a question was answered, milliseconds from the request to the last byte.
 *
 * @param failed answers that were none
 * @param first of the first time it was asked after the restart
 * @param bytes of the largest answer
 * @param fewest entries of an answer; how soon nothing is answered says nothing
 * @param expected entries that each answer has at least, as the histories were written
 */
record QueryFigures(
        String query,
        int asked,
        int failed,
        double first,
        double p50,
        double p95,
        double longest,
        long bytes,
        int fewest,
        int expected) {
    private static final double MIDDLE = 0.5;
    private static final double TAIL = 0.95;

    /** @param millis at least one, in order of asking */
    static QueryFigures of(String query, double[] millis, int failed, long bytes, int fewest, int expected) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new QueryFigures(
                query,
                millis.length,
                failed,
                millis[0],
                quantile(sorted, MIDDLE),
                quantile(sorted, TAIL),
                sorted[sorted.length - 1],
                bytes,
                fewest,
                expected);
    }

    /** The smallest value that this share of all does not exceed. */
    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}

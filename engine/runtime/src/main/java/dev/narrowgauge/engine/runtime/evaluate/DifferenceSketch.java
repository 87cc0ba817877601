package dev.narrowgauge.engine.runtime.evaluate;

/**
 * How often absolute differences of which size were seen, in memory that does not grow with their number. A bin holds the
 * floats that agree in sign, exponent and the first eight bits of the fraction, so a percentile read from it is above the
 * true one by less than 1/256 of it, and never below.
 */
final class DifferenceSketch {
    private static final int DROPPED_BITS = 15;
    private static final int BINS = (Float.floatToIntBits(Float.POSITIVE_INFINITY) >> DROPPED_BITS) + 1;

    private final long[] counts = new long[BINS];
    private long zeros;
    private long total;

    /** @param difference 0 or more, infinity included; what is no number counts as infinite */
    void add(float difference) {
        total++;
        if (difference == 0) {
            zeros++;
            return;
        }
        float counted = Float.isNaN(difference) ? Float.POSITIVE_INFINITY : difference;
        counts[Float.floatToIntBits(counted) >> DROPPED_BITS]++;
    }

    /**
     * The smallest difference, rounded up to the end of its bin, that at least that share of all does not exceed; at most
     * the largest float. 0 where nothing was added.
     */
    double percentile(double share) {
        long rank = (long) Math.ceil(share * total);
        long seen = zeros;
        if (seen >= rank) {
            return 0;
        }
        for (int bin = 0; bin < BINS; bin++) {
            seen += counts[bin];
            if (seen >= rank) {
                return end(bin);
            }
        }
        return Float.MAX_VALUE;
    }

    private static double end(int bin) {
        return bin >= BINS - 1 ? Float.MAX_VALUE : Float.intBitsToFloat(((bin + 1) << DROPPED_BITS) - 1);
    }
}

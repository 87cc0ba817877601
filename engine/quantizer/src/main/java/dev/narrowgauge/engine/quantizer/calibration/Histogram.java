package dev.narrowgauge.engine.quantizer.calibration;

import java.util.Arrays;

/**
 * How often values of which size were seen, in memory that does not grow with their number.
 *
 * <p>The bin of a value is the first bits of its float: sign, exponent and {@value #FRACTION_BITS} bits of the fraction. So
 * each octave has 1024 bins of equal width, {@value #OCTAVES} octaves are kept below the largest magnitude seen, and what
 * is smaller (less than 1/32768 of it) is counted as tiny, apart from the exact zeros. Which bin a value falls into depends
 * on no other value, and which octaves are kept only on the largest magnitude: one pass, shards merged in any order and
 * any batch size give the same histogram.
 */
public final class Histogram {
    public static final int FRACTION_BITS = 10;
    public static final int OCTAVES = 16;

    /** How many octaves there are below and including that of the largest float. */
    private static final int MOST_OCTAVES = 255;

    public static final int BINS = OCTAVES << FRACTION_BITS;
    static final int SHIFT = 23 - FRACTION_BITS;

    /** The lowest top octave: denormal numbers are always tiny. */
    static final int LOWEST_TOP = OCTAVES;

    public static final Histogram EMPTY = new Histogram(LOWEST_TOP, 0, 0, new long[0], new long[0]);

    private final int topOctave;
    private final long zeros;
    private final long tiny;
    private final long[] positive;
    private final long[] negative;

    /**
     * @param topOctave the biased exponent of the largest magnitude, at least {@value #OCTAVES}
     * @param tiny values below the window that are not zero
     * @param positive counts by bin from the lowest of the window up; none where no value is positive
     * @param negative the same by magnitude
     */
    public Histogram(int topOctave, long zeros, long tiny, long[] positive, long[] negative) {
        if (topOctave < LOWEST_TOP || topOctave >= MOST_OCTAVES || zeros < 0 || tiny < 0) {
            throw new IllegalArgumentException("top octave " + topOctave + ", zeros " + zeros + ", tiny " + tiny);
        }
        this.topOctave = topOctave;
        this.zeros = zeros;
        this.tiny = tiny;
        this.positive = trimmed(positive);
        this.negative = trimmed(negative);
    }

    public int topOctave() {
        return topOctave;
    }

    public long zeros() {
        return zeros;
    }

    public long tiny() {
        return tiny;
    }

    /** The counts by bin from the lowest of the window up, without the empty ones at the end. */
    public long[] positive() {
        return positive.clone();
    }

    /** The same for negative values, by magnitude. */
    public long[] negative() {
        return negative.clone();
    }

    public Histogram merge(Histogram other) {
        int top = Math.max(topOctave, other.topOctave);
        long[] mergedPositive = new long[BINS];
        long[] mergedNegative = new long[BINS];
        long below = tiny + other.tiny;
        for (Histogram part : new Histogram[] {this, other}) {
            int down = (top - part.topOctave) << FRACTION_BITS;
            below += addShifted(part.positive, down, mergedPositive) + addShifted(part.negative, down, mergedNegative);
        }
        return new Histogram(top, zeros + other.zeros, below, mergedPositive, mergedNegative);
    }

    /** Adds the counts to bins that lie {@code down} lower; returns how many fell below the first. */
    private static long addShifted(long[] counts, int down, long[] sums) {
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            if (i < down) {
                below += counts[i];
            } else {
                sums[i - down] += counts[i];
            }
        }
        return below;
    }

    /** Values that are neither zero nor tiny. */
    public long binned() {
        return Arrays.stream(positive).sum() + Arrays.stream(negative).sum();
    }

    public long count() {
        return zeros + tiny + binned();
    }

    /** The magnitude at which the bin begins: of the bins of one octave each is as wide as the next. */
    public double edge(int bin) {
        int octave = topOctave - OCTAVES + 1 + (bin >> FRACTION_BITS);
        int fraction = bin & ((1 << FRACTION_BITS) - 1);
        // As double: the edge above the largest float is no float.
        return Math.scalb((double) (fraction + (1 << FRACTION_BITS)), octave - 127 - FRACTION_BITS);
    }

    private static long[] trimmed(long[] counts) {
        int end = counts.length;
        while (end > 0 && counts[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(counts, end);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that
                && topOctave == that.topOctave
                && zeros == that.zeros
                && tiny == that.tiny
                && Arrays.equals(positive, that.positive)
                && Arrays.equals(negative, that.negative);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(positive) + Arrays.hashCode(negative);
    }

    @Override
    public String toString() {
        return "Histogram[topOctave=%d, zeros=%d, tiny=%d, positive=%d, negative=%d]"
                .formatted(
                        topOctave,
                        zeros,
                        tiny,
                        Arrays.stream(positive).sum(),
                        Arrays.stream(negative).sum());
    }
}

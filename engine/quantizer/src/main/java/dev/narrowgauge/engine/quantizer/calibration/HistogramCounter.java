package dev.narrowgauge.engine.quantizer.calibration;

import java.util.Arrays;

/**
 * Counts values into the bins of a {@link Histogram}: one vectorised loop turns a block of floats into slot numbers, a
 * second one counts. Everything below the window goes to one of several slots in turn, because zeros tend to follow one
 * another and counting into one place waits for the count before.
 */
final class HistogramCounter {
    private static final int TURNS = 8;
    private static final int SIDE = TURNS + Histogram.BINS;
    private static final int OCTAVE_BINS = 1 << Histogram.FRACTION_BITS;

    /** The slot for small values of each place in a block; an array, as arithmetic on the index is not vectorised. */
    private static final int[] TURN = turns();

    private final int[] slots = new int[FloatBlock.CAPACITY];

    /** The slots for small values, then the bins; and once a value is negative, both again for negative values. */
    private int[] counts = new int[SIDE];

    private int topOctave = Histogram.LOWEST_TOP;
    private long counted;
    private long zeros;

    /** What was counted before {@link #counts} would have overflowed. */
    private Histogram earlier = Histogram.EMPTY;

    void add(FloatBlock block) {
        if (block.isEmpty()) {
            return;
        }
        if (counted > Integer.MAX_VALUE - FloatBlock.CAPACITY) {
            startAgain();
        }
        int octave = block.greatestMagnitude() >>> 23;
        if (octave > topOctave) {
            raiseTop(octave);
        }
        if (block.hasNegative() && counts.length == SIDE) {
            counts = Arrays.copyOf(counts, 2 * SIDE);
        }
        int length = block.length;
        locate(block.bits, slots, length, TURNS - (topOctave - Histogram.OCTAVES + 1) * OCTAVE_BINS);
        count(slots, counts, length);
        zeros += block.zeros;
        counted += length;
    }

    Histogram histogram() {
        boolean twoSided = counts.length > SIDE;
        long small = sum(0, TURNS) + (twoSided ? sum(SIDE, SIDE + TURNS) : 0);
        return earlier.merge(new Histogram(
                topOctave, zeros, small - zeros, bins(TURNS), twoSided ? bins(SIDE + TURNS) : new long[0]));
    }

    private void startAgain() {
        earlier = histogram();
        Arrays.fill(counts, 0);
        counted = 0;
        zeros = 0;
    }

    private void raiseTop(int octave) {
        int down = Math.min(octave - topOctave, Histogram.OCTAVES) * OCTAVE_BINS;
        for (int side = 0; side < counts.length; side += SIDE) {
            int first = side + TURNS;
            counts[side] += (int) sum(first, first + down);
            System.arraycopy(counts, first + down, counts, first, Histogram.BINS - down);
            Arrays.fill(counts, first + Histogram.BINS - down, first + Histogram.BINS, 0);
        }
        topOctave = octave;
    }

    private static void locate(int[] bits, int[] slots, int length, int offset) {
        for (int i = 0; i < length; i++) {
            int value = bits[i];
            int slot = ((value & FloatBlock.MAGNITUDE) >>> Histogram.SHIFT) + offset;
            slots[i] = Math.max(slot, TURN[i]) + ((value >> 31) & SIDE);
        }
    }

    private static void count(int[] slots, int[] counts, int length) {
        for (int i = 0; i < length; i++) {
            counts[slots[i]]++;
        }
    }

    private long sum(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += counts[i];
        }
        return sum;
    }

    private long[] bins(int first) {
        long[] bins = new long[Histogram.BINS];
        for (int i = 0; i < bins.length; i++) {
            bins[i] = counts[first + i];
        }
        return bins;
    }

    private static int[] turns() {
        int[] turns = new int[FloatBlock.CAPACITY];
        Arrays.setAll(turns, i -> i % TURNS);
        return turns;
    }
}

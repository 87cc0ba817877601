package dev.narrowgauge.engine.quantizer.equalization;

import java.util.function.IntUnaryOperator;

/**
 * The channels of a value.
 *
 * @param rank how many dimensions the value has
 * @param axis which of them counts the channels
 * @param classes the scale class of each channel
 */
record Channels(int rank, int axis, int[] classes) {
    int count() {
        return classes.length;
    }

    boolean isAligned(Channels other) {
        return rank == other.rank && axis == other.axis && classes.length == other.classes.length;
    }

    /** @param origin the channel here that each of the other value's channels is */
    Channels mapped(int rank, int axis, int count, IntUnaryOperator origin) {
        int[] mapped = new int[count];
        for (int i = 0; i < count; i++) {
            mapped[i] = classes[origin.applyAsInt(i)];
        }
        return new Channels(rank, axis, mapped);
    }
}

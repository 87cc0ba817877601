package dev.narrowgauge.engine.runtime.evaluate;

import java.util.Arrays;

/** Whole numbers that are added one by one. */
final class IntColumn {
    private int[] values = new int[256];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(2, size));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}

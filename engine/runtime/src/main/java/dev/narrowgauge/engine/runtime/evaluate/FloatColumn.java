package dev.narrowgauge.engine.runtime.evaluate;

import java.util.Arrays;

/** Numbers that are added one by one, in single precision. */
final class FloatColumn {
    private float[] values = new float[256];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(2, size));
        }
        values[size++] = (float) value;
    }

    int size() {
        return size;
    }

    float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}

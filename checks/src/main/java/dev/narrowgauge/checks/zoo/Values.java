package dev.narrowgauge.checks.zoo;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An array whose first axis counts samples.
 *
 * @param type as NumPy writes it: {@code <f4} or {@code <i8}
 * @param bytes little-endian, row by row
 */
public record Values(String type, long[] dims, byte[] bytes) {
    public static Values floats(float[] values, long... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Values("<f4", dims, bytes.array());
    }

    public static Values longs(long[] values, long... dims) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return new Values("<i8", dims, bytes.array());
    }

    public int samples() {
        return Math.toIntExact(dims[0]);
    }

    /** The samples from one, inclusive, to another, exclusive. */
    public Values slice(int from, int to) {
        int width = bytes.length / samples();
        long[] sliced = dims.clone();
        sliced[0] = to - (long) from;
        return new Values(type, sliced, Arrays.copyOfRange(bytes, from * width, to * width));
    }

    String shape() {
        return Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ",)"));
    }
}

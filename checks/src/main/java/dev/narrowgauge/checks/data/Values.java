package dev.narrowgauge.checks.data;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An array whose first axis counts samples.
 *
 * @param type as NumPy writes it: {@code <f4} or {@code <i8}
 * @param bytes little-endian, row by row
 */
public record Values(String type, long[] dims, byte[] bytes) {
    private static final int VERSION_AT = 6;
    private static final Pattern HEADER =
            Pattern.compile("'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([^)]*)\\)");

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

    /** An array as NumPy saves it, version 1 or later, in C order. */
    static Values read(byte[] file) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(LITTLE_ENDIAN);
        int prefix = file[VERSION_AT] == 1 ? 10 : 12;
        int length = file[VERSION_AT] == 1 ? buffer.getShort(8) : buffer.getInt(8);
        String header = new String(file, prefix, length, ISO_8859_1);
        Matcher found = HEADER.matcher(header);
        if (!found.find()) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_UNREADABLE, "An array with the header %s is not in C order.".formatted(header));
        }
        long[] dims = Arrays.stream(found.group(2).split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        return new Values(found.group(1), dims, Arrays.copyOfRange(file, prefix + length, file.length));
    }

    /** Whole numbers, in order. */
    public long[] longs() {
        long[] values = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN).asLongBuffer().get(values);
        return values;
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

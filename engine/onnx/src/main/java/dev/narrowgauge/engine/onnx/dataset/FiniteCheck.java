package dev.narrowgauge.engine.onnx.dataset;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.narrowgauge.engine.onnx.model.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Finds values that are NaN or infinite: exactly those whose IEEE 754 exponent bits are all ones. Adding one at the
 * lowest exponent bit then carries into the sign's place, so a block is clean if the sum of none of its values did.
 */
final class FiniteCheck {
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private FiniteCheck() {}

    static boolean applies(ElementType type) {
        return type == ElementType.FLOAT
                || type == ElementType.DOUBLE
                || type == ElementType.FLOAT16
                || type == ElementType.BFLOAT16;
    }

    /** Index of the first value that is not finite among the values in the first {@code length} bytes, or -1. */
    static int firstNotFinite(ElementType type, byte[] bytes, int length) {
        MemorySegment values = MemorySegment.ofArray(bytes);
        int count = length / (type.bits() / 8);
        if (allFinite(type, values, count)) {
            return -1;
        }
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(value(type, bytes, i))) {
                return i;
            }
        }
        throw new IllegalStateException("a value that is not finite was seen and is gone");
    }

    static double value(ElementType type, byte[] bytes, int index) {
        MemorySegment values = MemorySegment.ofArray(bytes);
        return switch (type) {
            case FLOAT -> Float.intBitsToFloat(values.get(INT, 4L * index));
            case DOUBLE -> Double.longBitsToDouble(values.get(LONG, 8L * index));
            case FLOAT16 -> Float.float16ToFloat(values.get(SHORT, 2L * index));
            case BFLOAT16 -> Float.intBitsToFloat(values.get(SHORT, 2L * index) << 16);
            default -> throw new IllegalArgumentException(type + " has no exponent");
        };
    }

    private static boolean allFinite(ElementType type, MemorySegment values, int count) {
        return switch (type) {
            case FLOAT -> floatsFinite(values, count);
            case DOUBLE -> doublesFinite(values, count);
            case FLOAT16 -> halvesFinite(values, count, 0x7C00, 0x0400);
            case BFLOAT16 -> halvesFinite(values, count, 0x7F80, 0x0080);
            default -> true;
        };
    }

    private static boolean floatsFinite(MemorySegment values, int count) {
        int carries = 0;
        for (int i = 0; i < count; i++) {
            carries |= (values.get(INT, 4L * i) & 0x7F800000) + 0x00800000;
        }
        return carries >= 0;
    }

    private static boolean doublesFinite(MemorySegment values, int count) {
        long carries = 0;
        for (int i = 0; i < count; i++) {
            carries |= (values.get(LONG, 8L * i) & 0x7FF0000000000000L) + 0x0010000000000000L;
        }
        return carries >= 0;
    }

    private static boolean halvesFinite(MemorySegment values, int count, int exponent, int one) {
        int carries = 0;
        for (int i = 0; i < count; i++) {
            carries |= (values.get(SHORT, 2L * i) & exponent) + one;
        }
        return (carries & 0x8000) == 0;
    }
}

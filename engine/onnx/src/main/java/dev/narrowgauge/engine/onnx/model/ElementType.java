package dev.narrowgauge.engine.onnx.model;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Element types of ONNX tensors: the number in the file, the name people read, and how wide an element is. */
public enum ElementType {
    UNDEFINED(0, 0),
    FLOAT(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    DOUBLE(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    COMPLEX64(14, 64),
    COMPLEX128(15, 128),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4),
    FLOAT4E2M1(23, 4),
    FLOAT8E8M0(24, 8),
    UINT2(25, 2),
    INT2(26, 2);

    private static final Map<Integer, ElementType> BY_NUMBER = new HashMap<>();

    static {
        for (ElementType type : values()) {
            BY_NUMBER.put(type.number, type);
        }
    }

    private final int number;
    private final int bits;

    ElementType(int number, int bits) {
        this.number = number;
        this.bits = bits;
    }

    public static Optional<ElementType> ofNumber(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    /** The value of {@code TensorProto.data_type}. */
    public int number() {
        return number;
    }

    /** As ONNX Runtime and the specification write it: {@code float}, {@code float16}, {@code int64}. */
    public String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Bits of one element; 0 for those that have no fixed width. */
    public int bits() {
        return bits;
    }

    public boolean hasFixedWidth() {
        return bits > 0;
    }

    /**
     * Bytes of that many elements in {@code raw_data}: elements narrower than a byte are packed and the last byte is
     * padded.
     *
     * @throws ArithmeticException if the number of bytes does not fit a long
     */
    public long byteCount(long elements) {
        if (bits >= 8) {
            return Math.multiplyExact(elements, (long) bits / 8);
        }
        int perByte = 8 / Math.max(bits, 1);
        return bits == 0 ? 0 : Math.ceilDiv(elements, perByte);
    }

    public boolean isInteger() {
        return switch (this) {
            case UINT8, INT8, UINT16, INT16, INT32, INT64, UINT32, UINT64, UINT4, INT4, UINT2, INT2 -> true;
            case UNDEFINED,
                    FLOAT,
                    STRING,
                    BOOL,
                    FLOAT16,
                    DOUBLE,
                    COMPLEX64,
                    COMPLEX128,
                    BFLOAT16,
                    FLOAT8E4M3FN,
                    FLOAT8E4M3FNUZ,
                    FLOAT8E5M2,
                    FLOAT8E5M2FNUZ,
                    FLOAT4E2M1,
                    FLOAT8E8M0 -> false;
        };
    }
}

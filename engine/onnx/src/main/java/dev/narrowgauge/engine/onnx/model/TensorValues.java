package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_MISSING;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TOO_LARGE;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Values of a tensor, whatever field of the protobuf holds them. External tensors must have been resolved by
 * {@link OnnxModel#inlined()} or {@link OnnxModel#resolved(TensorProto)}.
 */
public final class TensorValues {
    private TensorValues() {}

    /**
     * Product of the dimensions; 1 for a scalar.
     *
     * @throws ArithmeticException if it does not fit a long
     */
    public static long elementCount(TensorProto tensor) {
        return elementCount(tensor.getDimsList());
    }

    static long elementCount(List<Long> dims) {
        long count = 1;
        // Zeros last: they must not hide that the others overflow.
        for (long dimension : dims) {
            count = Math.multiplyExact(count, Math.max(dimension, 1));
        }
        return dims.contains(0L) ? 0 : count;
    }

    public static ElementType elementType(TensorProto tensor) {
        return ElementType.ofNumber(tensor.getDataType())
                .orElseThrow(() -> new NarrowgaugeException(
                        MODEL_INVALID,
                        "Tensor '" + tensor.getName() + "' has element type number " + tensor.getDataType()
                                + ", which ONNX does not define."));
    }

    /** Values of a floating-point tensor of any width, or of an integer tensor, as the nearest floats. */
    public static float[] floats(TensorProto tensor) {
        int count = intCount(tensor);
        ByteBuffer raw = bytes(tensor);
        float[] values = new float[count];
        switch (elementType(tensor)) {
            case FLOAT -> raw.asFloatBuffer().get(values);
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    values[i] = (float) raw.getDouble(8 * i);
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Float.float16ToFloat(raw.getShort(2 * i));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = BrainFloat.toFloat(raw.getShort(2 * i));
                }
            }
            // a switch over every type would only repeat the refusal in longs
            default -> {
                long[] integers = longs(tensor);
                for (int i = 0; i < count; i++) {
                    values[i] = integers[i];
                }
            }
        }
        MappedBytes.unload(tensor.getRawData());
        return values;
    }

    /** Values of an integer or boolean tensor; uint64 values above 2^63 - 1 wrap to negative ones. */
    public static long[] longs(TensorProto tensor) {
        int count = intCount(tensor);
        ElementType type = elementType(tensor);
        ByteBuffer raw = bytes(tensor);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = integerAt(tensor, type, raw, i);
        }
        return values;
    }

    private static long integerAt(TensorProto tensor, ElementType type, ByteBuffer raw, int index) {
        return switch (type) {
            case INT64, UINT64 -> raw.getLong(8 * index);
            case INT32 -> raw.getInt(4 * index);
            case UINT32 -> Integer.toUnsignedLong(raw.getInt(4 * index));
            case INT16 -> raw.getShort(2 * index);
            case UINT16 -> Short.toUnsignedLong(raw.getShort(2 * index));
            case INT8 -> raw.get(index);
            case UINT8, BOOL -> Byte.toUnsignedLong(raw.get(index));
            case UINT4 -> (raw.get(index / 2) >>> (4 * (index % 2))) & 0xF;
            case INT4 -> (long) raw.get(index / 2) << (60 - 4 * (index % 2)) >> 60;
            case UINT2 -> (raw.get(index / 4) >>> (2 * (index % 4))) & 0x3;
            case INT2 -> (long) raw.get(index / 4) << (62 - 2 * (index % 4)) >> 62;
            case UNDEFINED,
                    FLOAT,
                    STRING,
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
                    FLOAT8E8M0 -> throw notNumbers(tensor, type);
        };
    }

    /** The values as {@code raw_data} would hold them: little-endian, packed. Read-only; a view where it can be one. */
    public static ByteBuffer bytes(TensorProto tensor) {
        if (ExternalData.isExternal(tensor)) {
            throw new NarrowgaugeException(
                    MODEL_EXTERNAL_DATA_MISSING,
                    "Tensor '" + tensor.getName() + "' has its data in another file, which was not read.");
        }
        ElementType type = elementType(tensor);
        if (!type.hasFixedWidth()) {
            throw notNumbers(tensor, type);
        }
        ByteString raw = tensor.hasRawData() ? tensor.getRawData() : TypedFields.toRaw(tensor);
        long expected = type.byteCount(intCount(tensor));
        if (raw.size() != expected) {
            throw new NarrowgaugeException(
                    MODEL_INVALID,
                    "Tensor '" + tensor.getName() + "' of shape " + tensor.getDimsList() + " needs " + expected
                            + " bytes, but has " + raw.size() + ".");
        }
        // Sliced: the buffer of a part of a file begins where the file does, and only its position knows better.
        return raw.asReadOnlyByteBuffer().slice().order(LITTLE_ENDIAN);
    }

    private static NarrowgaugeException notNumbers(TensorProto tensor, ElementType type) {
        return new NarrowgaugeException(
                MODEL_INVALID,
                "Tensor '" + tensor.getName() + "' is of type " + type.lowerCaseName()
                        + " where numbers of another type are needed.");
    }

    private static int intCount(TensorProto tensor) {
        long count = elementCount(tensor);
        if (count > Integer.MAX_VALUE - 8) {
            throw new NarrowgaugeException(
                    MODEL_TOO_LARGE,
                    "Tensor '" + tensor.getName() + "' has " + count + " elements; at most 2^31 are supported.");
        }
        return (int) count;
    }
}

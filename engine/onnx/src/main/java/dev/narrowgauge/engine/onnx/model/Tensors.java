package dev.narrowgauge.engine.onnx.model;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.ByteBuffer;

/** Builds tensors with {@code raw_data}. Without dimensions an array of one element becomes a scalar. */
public final class Tensors {
    private Tensors() {}

    public static TensorProto floats(String name, float[] values, long... dims) {
        ByteBuffer raw = allocate(values.length, Float.BYTES);
        raw.asFloatBuffer().put(values);
        return tensor(name, ElementType.FLOAT, wrap(raw), dims);
    }

    /** Rounds to the nearest half, ties to even; values beyond 65504 become infinite. */
    public static TensorProto float16(String name, float[] values, long... dims) {
        ByteBuffer raw = allocate(values.length, Short.BYTES);
        for (int i = 0; i < values.length; i++) {
            raw.putShort(i * Short.BYTES, Float.floatToFloat16(values[i]));
        }
        return tensor(name, ElementType.FLOAT16, wrap(raw), dims);
    }

    /** Rounds to the nearest bfloat16, ties to even. */
    public static TensorProto bfloat16(String name, float[] values, long... dims) {
        ByteBuffer raw = allocate(values.length, Short.BYTES);
        for (int i = 0; i < values.length; i++) {
            raw.putShort(i * Short.BYTES, BrainFloat.of(values[i]));
        }
        return tensor(name, ElementType.BFLOAT16, wrap(raw), dims);
    }

    public static TensorProto int8(String name, byte[] values, long... dims) {
        return tensor(name, ElementType.INT8, ByteString.copyFrom(values), dims);
    }

    public static TensorProto uint8(String name, byte[] values, long... dims) {
        return tensor(name, ElementType.UINT8, ByteString.copyFrom(values), dims);
    }

    public static TensorProto int32(String name, int[] values, long... dims) {
        ByteBuffer raw = allocate(values.length, Integer.BYTES);
        raw.asIntBuffer().put(values);
        return tensor(name, ElementType.INT32, wrap(raw), dims);
    }

    public static TensorProto int64(String name, long[] values, long... dims) {
        ByteBuffer raw = allocate(values.length, Long.BYTES);
        raw.asLongBuffer().put(values);
        return tensor(name, ElementType.INT64, wrap(raw), dims);
    }

    /** A tensor over bytes that are already in the layout of {@code raw_data}. */
    public static TensorProto raw(String name, ElementType type, ByteString raw, long... dims) {
        return tensor(name, type, raw, dims);
    }

    private static TensorProto tensor(String name, ElementType type, ByteString raw, long... dims) {
        TensorProto.Builder builder = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.number())
                .setRawData(raw);
        long elements = 1;
        for (long dimension : dims) {
            builder.addDims(dimension);
            elements = Math.multiplyExact(elements, dimension);
        }
        if (type.byteCount(elements) != raw.size()) {
            throw new IllegalArgumentException(
                    "tensor " + name + " of " + elements + " elements given " + raw.size() + " bytes");
        }
        return builder.build();
    }

    private static ByteBuffer allocate(int elements, int width) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, width)).order(LITTLE_ENDIAN);
    }

    private static ByteString wrap(ByteBuffer raw) {
        return UnsafeByteOperations.unsafeWrap(raw);
    }
}

package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxJavaType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The values of one tensor in native byte order; valid until the next run that writes the same buffer. */
public record TensorData(OnnxJavaType type, List<Long> dims, ByteBuffer bytes) {
    private static final long ALIGNMENT = 64;

    public TensorData {
        dims = List.copyOf(dims);
        bytes = bytes.duplicate().order(ByteOrder.nativeOrder());
    }

    static TensorData of(OnnxJavaType type, long[] dims, ByteBuffer bytes) {
        return new TensorData(type, Arrays.stream(dims).boxed().toList(), bytes);
    }

    /** In memory of its own, which no run writes. */
    public TensorData copied() {
        return copied(Arena.ofAuto());
    }

    /** The same, in memory that is given back with the arena. */
    public TensorData copied(Arena arena) {
        ByteBuffer source = bytes.duplicate().rewind();
        MemorySegment memory = arena.allocate(Math.max(1, source.remaining()), ALIGNMENT);
        ByteBuffer copy = memory.asSlice(0, source.remaining()).asByteBuffer();
        copy.put(source).flip();
        return new TensorData(type, dims, copy);
    }

    /** With those of the second dimension, in that order, in memory of its own. */
    public TensorData channels(List<Long> which) {
        int samples = Math.toIntExact(dims.get(0));
        int whole = elements() / samples * type.size;
        int each = Math.toIntExact(whole / dims.get(1));
        ByteBuffer result = ByteBuffer.allocateDirect(samples * which.size() * each);
        for (int sample = 0; sample < samples; sample++) {
            for (int i = 0; i < which.size(); i++) {
                int from = sample * whole + Math.toIntExact(which.get(i)) * each;
                result.put((sample * which.size() + i) * each, bytes, from, each);
            }
        }
        List<Long> shape = new ArrayList<>(dims);
        shape.set(1, (long) which.size());
        return new TensorData(type, shape, result);
    }

    public int elements() {
        return Math.toIntExact(dims.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
    }

    /** Only for FLOAT. */
    public FloatBuffer floats() {
        return bytes.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** Element {@code index} as a number; truth as 0 and 1. */
    public double value(int index) {
        return switch (type) {
            case FLOAT -> bytes.getFloat(index * Float.BYTES);
            case DOUBLE -> bytes.getDouble(index * Double.BYTES);
            case FLOAT16 -> Float.float16ToFloat(bytes.getShort(index * Short.BYTES));
            case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(index * Short.BYTES) << 16);
            case INT64 -> bytes.getLong(index * Long.BYTES);
            case INT32 -> bytes.getInt(index * Integer.BYTES);
            case INT16 -> bytes.getShort(index * Short.BYTES);
            case UINT8 -> Byte.toUnsignedInt(bytes.get(index));
            case INT8, BOOL -> bytes.get(index);
            case STRING, UNKNOWN -> throw new IllegalStateException("a tensor of " + type + " has no numbers");
        };
    }
}

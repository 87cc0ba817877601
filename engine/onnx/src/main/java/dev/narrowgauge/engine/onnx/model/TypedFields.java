package dev.narrowgauge.engine.onnx.model;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.ByteBuffer;

/** The fields of a tensor other than {@code raw_data} that can hold its values, one per family of element types. */
final class TypedFields {
    private TypedFields() {}

    /** How many entries of its typed field a tensor of that many elements has. */
    static long expectedEntries(ElementType type, long elements) {
        return switch (type) {
            case COMPLEX64, COMPLEX128 -> Math.multiplyExact(2, elements);
            case UINT4, INT4, FLOAT4E2M1, UINT2, INT2 -> type.byteCount(elements);
            case UNDEFINED,
                    FLOAT,
                    UINT8,
                    INT8,
                    UINT16,
                    INT16,
                    INT32,
                    INT64,
                    STRING,
                    BOOL,
                    FLOAT16,
                    DOUBLE,
                    UINT32,
                    UINT64,
                    BFLOAT16,
                    FLOAT8E4M3FN,
                    FLOAT8E4M3FNUZ,
                    FLOAT8E5M2,
                    FLOAT8E5M2FNUZ,
                    FLOAT8E8M0 -> elements;
        };
    }

    static int entries(TensorProto tensor, ElementType type) {
        return switch (type) {
            case FLOAT, COMPLEX64 -> tensor.getFloatDataCount();
            case DOUBLE, COMPLEX128 -> tensor.getDoubleDataCount();
            case INT64 -> tensor.getInt64DataCount();
            case UINT32, UINT64 -> tensor.getUint64DataCount();
            case STRING -> tensor.getStringDataCount();
            case UNDEFINED -> 0;
            case UINT8,
                    INT8,
                    UINT16,
                    INT16,
                    INT32,
                    BOOL,
                    FLOAT16,
                    BFLOAT16,
                    FLOAT8E4M3FN,
                    FLOAT8E4M3FNUZ,
                    FLOAT8E5M2,
                    FLOAT8E5M2FNUZ,
                    UINT4,
                    INT4,
                    FLOAT4E2M1,
                    FLOAT8E8M0,
                    UINT2,
                    INT2 -> tensor.getInt32DataCount();
        };
    }

    /** The values in the layout of {@code raw_data}. */
    static ByteString toRaw(TensorProto tensor) {
        ElementType type = TensorValues.elementType(tensor);
        int entries = entries(tensor, type);
        int width = switch (type) {
            case COMPLEX64 -> 4;
            case COMPLEX128 -> 8;
            default -> Math.max(type.bits() / 8, 1);
        };
        ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(entries, width)).order(LITTLE_ENDIAN);
        for (int i = 0; i < entries; i++) {
            put(tensor, type, raw, i);
        }
        return UnsafeByteOperations.unsafeWrap(raw.flip());
    }

    private static void put(TensorProto tensor, ElementType type, ByteBuffer raw, int index) {
        switch (type) {
            case FLOAT, COMPLEX64 -> raw.putFloat(tensor.getFloatData(index));
            case DOUBLE, COMPLEX128 -> raw.putDouble(tensor.getDoubleData(index));
            case INT64 -> raw.putLong(tensor.getInt64Data(index));
            case UINT64 -> raw.putLong(tensor.getUint64Data(index));
            case UINT32 -> raw.putInt((int) tensor.getUint64Data(index));
            case INT32 -> raw.putInt(tensor.getInt32Data(index));
            case INT16, UINT16, FLOAT16, BFLOAT16 -> raw.putShort((short) tensor.getInt32Data(index));
            case UINT8,
                    INT8,
                    BOOL,
                    FLOAT8E4M3FN,
                    FLOAT8E4M3FNUZ,
                    FLOAT8E5M2,
                    FLOAT8E5M2FNUZ,
                    UINT4,
                    INT4,
                    FLOAT4E2M1,
                    FLOAT8E8M0,
                    UINT2,
                    INT2 -> raw.put((byte) tensor.getInt32Data(index));
            case UNDEFINED, STRING -> throw new IllegalArgumentException(type + " has no raw form");
        }
    }
}

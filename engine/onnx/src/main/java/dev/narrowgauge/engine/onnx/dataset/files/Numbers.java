package dev.narrowgauge.engine.onnx.dataset.files;

import dev.narrowgauge.engine.onnx.model.ElementType;
import java.nio.ByteBuffer;

/** Numbers in the element types that files can be fed as; integers are rounded to the nearest one that there is. */
final class Numbers {
    private static final int LARGEST_UINT8 = 255;

    private Numbers() {}

    static void put(ElementType type, float value, ByteBuffer target) {
        switch (type) {
            case FLOAT -> target.putFloat(value);
            case DOUBLE -> target.putDouble(value);
            case FLOAT16 -> target.putShort(Float.floatToFloat16(value));
            case BFLOAT16 -> target.putShort(bfloat16(value));
            case UINT8 -> target.put((byte) Math.clamp(Math.rint(value), 0, LARGEST_UINT8));
            case INT16 -> target.putShort((short) Math.clamp(Math.rint(value), Short.MIN_VALUE, Short.MAX_VALUE));
            default -> throw new IllegalArgumentException("no files are decoded as " + type);
        }
    }

    /** Rounded to the nearest, ties to even. */
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) (bits + 0x7FFF + (bits >>> Short.SIZE & 1) >>> Short.SIZE);
    }
}

package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.engine.onnx.model.BrainFloat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Float32 samples as a model takes them whose inputs are 16-bit floats; rounded to nearest, ties to even. */
final class HalfValues {
    private HalfValues() {}

    static boolean isHalf(OnnxJavaType type) {
        return type == OnnxJavaType.FLOAT16 || type == OnnxJavaType.BFLOAT16;
    }

    static ByteBuffer allocate(ByteBuffer floats) {
        return ByteBuffer.allocateDirect(floats.remaining() / 2).order(ByteOrder.nativeOrder());
    }

    static void convert(ByteBuffer floats, OnnxJavaType type, ByteBuffer target) {
        ByteBuffer source = floats.duplicate().order(ByteOrder.nativeOrder());
        int count = source.remaining() / Float.BYTES;
        for (int i = 0; i < count; i++) {
            float value = source.getFloat(source.position() + i * Float.BYTES);
            target.putShort(
                    i * Short.BYTES, type == OnnxJavaType.FLOAT16 ? Float.floatToFloat16(value) : BrainFloat.of(value));
        }
    }
}

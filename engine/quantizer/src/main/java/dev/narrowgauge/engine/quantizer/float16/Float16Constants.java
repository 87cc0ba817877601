package dev.narrowgauge.engine.quantizer.float16;

import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;

/**
 * Constants in half precision, rounded to nearest with ties to even. Finite values beyond the largest half become
 * {@link #CLIPPED} with their sign; values that would round to zero become {@link #SMALLEST} with theirs, because they are
 * mostly there to keep a divisor from being zero. Infinities and exact zeros stay.
 */
record Float16Constants(TensorProto tensor, float minimum, float maximum, int clipped, Double sqnrDb) {
    /** Such values mask something out: with half the range as reserve, what is added to them does not overflow. */
    static final float CLIPPED = 32752;

    static final float SMALLEST = 0x1p-24f;

    private static final float LARGEST = 65504;

    static Float16Constants of(String name, TensorProto constant) {
        float[] values = TensorValues.floats(constant);
        float minimum = Float.POSITIVE_INFINITY;
        float maximum = Float.NEGATIVE_INFINITY;
        int clipped = 0;
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
            boolean tooLarge = Math.abs(value) > LARGEST && Float.isFinite(value);
            clipped += tooLarge ? 1 : 0;
            values[i] = tooLarge ? Math.copySign(CLIPPED, value) : awayFromZero(value);
            double error = value - (double) Float.float16ToFloat(Float.floatToFloat16(values[i]));
            if (Double.isFinite(error)) {
                signal += (double) value * value;
                noise += error * error;
            }
        }
        long[] dims = constant.getDimsList().stream().mapToLong(Long::longValue).toArray();
        Double sqnr = signal == 0 || noise == 0 ? null : 10 * Math.log10(signal / noise);
        return new Float16Constants(Tensors.float16(name, values, dims), minimum, maximum, clipped, sqnr);
    }

    private static float awayFromZero(float value) {
        return value != 0 && Math.abs(value) < SMALLEST ? Math.copySign(SMALLEST, value) : value;
    }
}

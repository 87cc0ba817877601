package dev.narrowgauge.engine.quantizer.float16;

import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;

/**
 * Constants in half precision, rounded to nearest with ties to even. Finite values beyond the range become its end, or
 * {@link #MASK} where they mask something out; values that would round to zero become {@link #SMALLEST} with their sign,
 * because they are mostly there to keep a divisor from being zero. Infinities and exact zeros stay.
 */
record Float16Constants(TensorProto tensor, float minimum, float maximum, int clipped, float limit, Double sqnrDb) {
    static final float LARGEST = 65504;

    /** What masks become: with three quarters of the range as reserve, two of them and a score do not overflow. */
    static final float MASK = 16384;

    static final float SMALLEST = 0x1p-24f;

    /** No value of a computation is so large; who writes it wants to mask something out, or no bound at all. */
    private static final float LEAST_MASK = 1e9f;

    /** @param bound whether the constant limits other values, so that it has to stay beyond all of them */
    static Float16Constants of(String name, TensorProto constant, boolean bound) {
        float[] values = TensorValues.floats(constant);
        float minimum = Float.POSITIVE_INFINITY;
        float maximum = Float.NEGATIVE_INFINITY;
        float limit = bound ? LARGEST : MASK;
        int clipped = 0;
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
            boolean tooLarge = isBeyond(value);
            clipped += tooLarge ? 1 : 0;
            values[i] = tooLarge ? Math.copySign(limit, value) : awayFromZero(value);
            double error = value - (double) Float.float16ToFloat(Float.floatToFloat16(values[i]));
            if (Double.isFinite(error)) {
                signal += (double) value * value;
                noise += error * error;
            }
        }
        Double sqnr = signal == 0 || noise == 0 ? null : 10 * Math.log10(signal / noise);
        return new Float16Constants(
                Tensors.float16(name, values, dims(constant)), minimum, maximum, clipped, limit, sqnr);
    }

    /** The constant still in float32, with what lies beyond the half range as {@link #of} has it. */
    static TensorProto clipped(TensorProto constant, boolean bound) {
        float[] values = TensorValues.floats(constant);
        boolean changed = false;
        for (int i = 0; i < values.length; i++) {
            if (isMask(values[i])) {
                values[i] = Math.copySign(bound ? LARGEST : MASK, values[i]);
                changed = true;
            }
        }
        return changed ? Tensors.floats(constant.getName(), values, dims(constant)) : constant;
    }

    /** Zero in the place of values that only mask. */
    static float[] withoutMasks(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = isMask(values[i]) ? 0 : values[i];
        }
        return values;
    }

    private static boolean isBeyond(float value) {
        return Math.abs(value) > LARGEST && Float.isFinite(value);
    }

    private static boolean isMask(float value) {
        return Math.abs(value) >= LEAST_MASK && Float.isFinite(value);
    }

    private static float awayFromZero(float value) {
        return value != 0 && Math.abs(value) < SMALLEST ? Math.copySign(SMALLEST, value) : value;
    }

    private static long[] dims(TensorProto constant) {
        return constant.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }
}

package dev.narrowgauge.engine.quantizer.numbers;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.recipe.IntegerType;
import java.util.stream.IntStream;

/**
 * How the values of one tensor map to integers: {@code q = clamp(rint(x / scale) + zeroPoint)}, and back
 * {@code x = (q − zeroPoint) · scale}. Rounding is to nearest, ties to even, as in ONNX QuantizeLinear; zero has a code
 * of its own, so it is exact.
 */
public record QuantizationParameters(IntegerType type, float scale, int zeroPoint) {

    public QuantizationParameters {
        requireNonNull(type, "type is null");
        if (!(scale >= Float.MIN_NORMAL && scale <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("scale is not a normal positive number: " + scale);
        }
        if (zeroPoint < type.minimum() || zeroPoint > type.maximum()) {
            throw new IllegalArgumentException("zero point " + zeroPoint + " is outside " + type);
        }
    }

    /** The whole integer range for {@code [minimum, maximum]} widened to contain zero. */
    public static QuantizationParameters asymmetric(IntegerType type, float minimum, float maximum) {
        double low = Math.min(minimum, 0.0);
        double high = Math.max(maximum, 0.0);
        float scale = (float) ((high - low) / (type.maximum() - type.minimum()));
        if (!isUsable(scale)) {
            return new QuantizationParameters(type, 1, low < 0 ? type.symmetricZeroPoint() : type.minimum());
        }
        int zeroPoint = (int) Math.rint(type.minimum() - low / scale);
        return new QuantizationParameters(type, scale, Math.clamp(zeroPoint, type.minimum(), type.maximum()));
    }

    /** The same range on both sides of zero, 127 steps each. */
    public static QuantizationParameters symmetric(IntegerType type, float minimum, float maximum) {
        double bound = Math.max(Math.abs((double) minimum), Math.abs((double) maximum));
        float scale = (float) (bound / (type.maximum() - type.symmetricZeroPoint()));
        return new QuantizationParameters(type, isUsable(scale) ? scale : 1, type.symmetricZeroPoint());
    }

    /**
     * Nearly the same codes, such that none stands for a value outside {@code [low, high]}: a Clip to that interval then
     * changes nothing and the runtime drops it. The zero point moves by one where that lets the scale shrink less.
     */
    public QuantizationParameters within(float low, float high) {
        return IntStream.of(zeroPoint, zeroPoint - 1, zeroPoint + 1)
                .filter(candidate -> candidate >= type.minimum() && candidate <= type.maximum())
                .mapToObj(candidate -> new QuantizationParameters(type, shrunkScale(candidate, low, high), candidate))
                .reduce((best, other) -> other.scale > best.scale ? other : best)
                .orElseThrow();
    }

    private float shrunkScale(int candidate, float low, float high) {
        float shrunk = scale;
        int below = candidate - type.minimum();
        int above = type.maximum() - candidate;
        if (below > 0) {
            shrunk = Math.min(shrunk, -low / below);
        }
        if (above > 0) {
            shrunk = Math.min(shrunk, high / above);
        }
        while (isUsable(shrunk) && (below * shrunk > -low || above * shrunk > high)) {
            shrunk = Math.nextDown(shrunk);
        }
        return Math.max(shrunk, Float.MIN_NORMAL);
    }

    public int quantize(float value) {
        // Single precision, as QuantizeLinear computes it: a double would break ties elsewhere.
        double rounded = Math.rint(value / scale) + zeroPoint;
        return (int) Math.clamp(rounded, type.minimum(), type.maximum());
    }

    public float dequantize(int code) {
        return (code - zeroPoint) * scale;
    }

    /** Neither denormal nor infinite: kernels flush denormals to zero and divide by the scale. */
    static boolean isUsable(float scale) {
        return scale >= Float.MIN_NORMAL && scale <= Float.MAX_VALUE;
    }
}

package dev.narrowgauge.engine.quantizer.numbers;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.WeightSettings;

/**
 * The codes that weights take: as many on each side of the zero point.
 *
 * @param steps from zero to the largest weight
 */
public record WeightRange(IntegerType type, int zeroPoint, int steps) {
    public WeightRange {
        requireNonNull(type, "type is null");
        if (steps < 1 || zeroPoint - steps < type.minimum() || zeroPoint + steps > type.maximum()) {
            throw new IllegalArgumentException("%d ± %d is outside %s".formatted(zeroPoint, steps, type));
        }
    }

    /** int8 −127 to 127, uint8 1 to 255 around 128. */
    public static WeightRange whole(IntegerType type) {
        int zeroPoint = type.symmetricZeroPoint();
        return new WeightRange(type, zeroPoint, type.maximum() - zeroPoint);
    }

    /**
     * With 7 bits: int8 −64 to 64, uint8 1 to 127 around 64. Two products of a uint8 with the former fit an int16:
     * {@code 2 · 255 · 64 = 32,640}.
     */
    public static WeightRange reduced(IntegerType type) {
        return type.isSigned()
                ? new WeightRange(type, 0, 1 << (type.bits() - 2))
                : new WeightRange(type, 1 << (type.bits() - 2), (1 << (type.bits() - 2)) - 1);
    }

    public static WeightRange of(WeightSettings settings) {
        return settings.reducedRange() ? reduced(settings.type()) : whole(settings.type());
    }

    int code(float weight, float scale) {
        return (int) Math.clamp(Math.rint(weight / scale), -steps, steps) + zeroPoint;
    }
}

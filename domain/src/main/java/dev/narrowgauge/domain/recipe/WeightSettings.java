package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;

/**
 * How weights are quantized: always symmetric around zero.
 *
 * @param reducedRange with 7 to 8 bits, so that the two products with uint8 that a kernel adds in int16 fit there
 */
public record WeightSettings(IntegerType type, Granularity granularity, boolean reducedRange) {
    public static final WeightSettings DEFAULT = new WeightSettings(IntegerType.INT8, Granularity.PER_CHANNEL, false);

    public WeightSettings {
        requireNonNull(type, "type is null");
        requireNonNull(granularity, "granularity is null");
        if (type.bits() != 8) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe has weights of 16 bits, which no integer kernel reads; use int8 or uint8.");
        }
    }

    WeightSettings withReducedRange(boolean reduced) {
        return new WeightSettings(type, granularity, reduced);
    }
}

package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

/** How weights are quantized: always symmetric around zero. */
public record WeightSettings(IntegerType type, Granularity granularity) {
    public static final WeightSettings DEFAULT = new WeightSettings(IntegerType.INT8, Granularity.PER_CHANNEL);

    public WeightSettings {
        requireNonNull(type, "type is null");
        requireNonNull(granularity, "granularity is null");
    }
}

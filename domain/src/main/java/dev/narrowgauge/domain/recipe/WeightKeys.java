package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.settings.Group;
import dev.narrowgauge.domain.settings.Key;
import dev.narrowgauge.domain.settings.Values;

/** Keys of how weights are quantized, for the whole model or for some of its nodes. */
record WeightKeys(Key<IntegerType> type, Key<Granularity> granularity, Key<Boolean> reducedRange) {
    /** @param absent what holds where one of them is absent */
    static WeightKeys of(String absent) {
        return new WeightKeys(
                Key.open(
                        "type",
                        Values.oneOf(IntegerType.INT8, IntegerType.UINT8),
                        absent,
                        "The integer type, always symmetric around zero."),
                Key.open(
                        "granularity",
                        Values.oneOf(Granularity.values()),
                        absent,
                        "per-channel: a scale for each output channel; per-tensor: one for all."),
                Key.open(
                        "reducedRange",
                        Values.flag(),
                        absent,
                        "true: as many bits, 7 to 8, as let the two products with uint8 that a kernel adds in int16 fit there."));
    }

    Group group() {
        return Group.of(type, granularity, reducedRange);
    }
}

package dev.narrowgauge.domain.variant;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Number format that most of a variant's arithmetic runs in. */
public enum Precision {
    FP32,
    FP16,
    BF16,
    INT8;

    /** Those that recipes make: the model itself has the other. */
    public static Precision[] ofRecipes() {
        return new Precision[] {INT8, FP16, BF16};
    }

    /** Lower-case name, as documents and requests spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Precision> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(precision -> precision.label().equals(label))
                .findFirst();
    }
}

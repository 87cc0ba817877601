package dev.narrowgauge.engine.quantizer.range;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;

/** The integers that a tensor is quantized to, and how their range lies around zero. */
public record Grid(IntegerType type, Symmetry symmetry) {

    /** Whether zero has the middle code. */
    public enum Symmetry {
        NONE,
        /** Values that are never negative keep all codes to themselves. */
        UNLESS_ONE_SIDED,
        ALWAYS
    }

    public Grid {
        requireNonNull(type, "type is null");
        requireNonNull(symmetry, "symmetry is null");
    }

    /** Scale and zero point as they are deployed. */
    public QuantizationParameters parameters(Range range) {
        return isSymmetricFor(range)
                ? QuantizationParameters.symmetric(type, range.low(), range.high())
                : QuantizationParameters.asymmetric(type, range.low(), range.high());
    }

    boolean isSymmetricFor(Range range) {
        return switch (symmetry) {
            case NONE -> false;
            case UNLESS_ONE_SIDED -> range.low() < 0;
            case ALWAYS -> true;
        };
    }

    int codes() {
        return type.maximum() - type.minimum() + 1;
    }
}

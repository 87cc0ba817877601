package dev.narrowgauge.engine.quantizer.range;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;

/** The integers that a tensor is quantized to, and how their range lies around zero. */
public record Grid(IntegerType type, boolean symmetric) {
    public Grid {
        requireNonNull(type, "type is null");
    }

    /** Scale and zero point as they are deployed. */
    public QuantizationParameters parameters(Range range) {
        return isSymmetricFor(range)
                ? QuantizationParameters.symmetric(type, range.low(), range.high())
                : QuantizationParameters.asymmetric(type, range.low(), range.high());
    }

    /** One-sided data keeps the least code for zero: only then is a Relu redundant. */
    boolean isSymmetricFor(Range range) {
        return symmetric && range.low() < 0;
    }

    int codes() {
        return type.maximum() - type.minimum() + 1;
    }
}

package dev.narrowgauge.engine.quantizer.numbers;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.recipe.WeightSettings;
import java.util.Optional;

/**
 * What the codes of weights have to fit.
 *
 * @param pairs of neighbours whose products with two uint8 must fit an int16 together
 */
public record WeightFit(WeightRange range, ProductLayout pairs) {
    public WeightFit {
        requireNonNull(range, "range is null");
        requireNonNull(pairs, "pairs is null");
    }

    public static WeightFit of(WeightRange range) {
        return new WeightFit(range, ProductLayout.ALONE);
    }

    /**
     * Where overflow is to be avoided and the kernel's way through the weights is known, int8 weights have as many bits as
     * their neighbours leave them; otherwise 7.
     */
    public static WeightFit of(WeightSettings settings, Optional<ProductLayout> layout) {
        return settings.reducedRange() && settings.type().isSigned() && layout.isPresent()
                ? new WeightFit(WeightRange.whole(settings.type()), layout.get())
                : of(WeightRange.of(settings));
    }
}

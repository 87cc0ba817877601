package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.Optional;

/**
 * What is different for some activations; what is absent stays as the recipe has it.
 *
 * @param match patterns of tensor names
 * @param range given instead of observed
 */
public record TensorOverride(
        List<String> match,
        Optional<Range> range,
        Optional<CalibrationMethod> method,
        Optional<IntegerType> type,
        Optional<Boolean> symmetric) {

    /** The least and the greatest value that gets a code of its own. */
    public record Range(float minimum, float maximum) {
        public Range {
            if (!isRange(minimum, maximum)) {
                throw new NarrowgaugeException(
                        ErrorCode.RECIPE_INVALID_VALUE,
                        "The recipe gives a tensor the range from " + minimum + " to " + maximum
                                + "; 'minimum' must be less than 'maximum' and both finite.");
            }
        }

        static boolean isRange(float minimum, float maximum) {
            return minimum < maximum && Float.isFinite(minimum) && Float.isFinite(maximum);
        }
    }

    public TensorOverride {
        match = NamePatterns.of(match);
        requireNonNull(range, "range is null");
        requireNonNull(method, "method is null");
        requireNonNull(type, "type is null");
        requireNonNull(symmetric, "symmetric is null");
    }

    /**
     * Another method for some activations.
     *
     * @param match patterns of their names
     */
    public static TensorOverride ranging(List<String> match, CalibrationMethod method) {
        return new TensorOverride(match, Optional.empty(), Optional.of(method), Optional.empty(), Optional.empty());
    }

    boolean matches(String tensor) {
        return NamePatterns.of(match).matches(tensor);
    }

    ActivationSettings applyTo(ActivationSettings settings) {
        return new ActivationSettings(type.orElse(settings.type()), symmetric.orElse(settings.symmetric()));
    }
}

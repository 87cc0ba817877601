package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;

/**
 * How the ranges of activations are chosen.
 *
 * @param percentile for {@link CalibrationMethod#PERCENTILE}: the share of values inside the range, in percent
 */
public record CalibrationSettings(CalibrationMethod method, double percentile) {
    public static final CalibrationSettings DEFAULT = new CalibrationSettings(CalibrationMethod.BEST, 99.999);

    public CalibrationSettings {
        requireNonNull(method, "method is null");
        if (!(percentile >= 50 && percentile <= 100)) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe's 'calibration.percentile' is " + percentile
                            + "; it is a share of values in percent and must be from 50 to 100, for example 99.999.");
        }
    }

    public CalibrationSettings withMethod(CalibrationMethod other) {
        return new CalibrationSettings(other, percentile);
    }
}

package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;

/**
 * How the ranges of activations are chosen.
 *
 * @param percentile for {@link CalibrationMethod#PERCENTILE}: the share of values inside the range, in percent
 * @param holdOut whether some of the samples are kept back, so that the variant is judged on others than it was made with
 */
public record CalibrationSettings(CalibrationMethod method, double percentile, boolean holdOut) {
    static final double LEAST_PERCENTILE = 50;
    static final double GREATEST_PERCENTILE = 100;

    public static final CalibrationSettings DEFAULT = new CalibrationSettings(CalibrationMethod.BEST, 99.999, false);

    public CalibrationSettings {
        requireNonNull(method, "method is null");
        if (!(percentile >= LEAST_PERCENTILE && percentile <= GREATEST_PERCENTILE)) {
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "The recipe's 'calibration.percentile' is " + percentile
                            + "; it is a share of values in percent and must be from 50 to 100, for example 99.999.");
        }
    }

    public CalibrationSettings withMethod(CalibrationMethod other) {
        return new CalibrationSettings(other, percentile, holdOut);
    }
}

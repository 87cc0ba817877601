package dev.narrowgauge.domain.recipe;

/** How the range of an activation follows from what was observed. */
public enum CalibrationMethod {
    MINMAX
}

package dev.narrowgauge.domain.recipe;

/** When the ranges of activations are measured. */
public enum Mode {
    /** Static or dynamic, whichever serves the model better on the machine that quantizes it. */
    AUTO,
    /** Once, on calibration samples. */
    STATIC,
    /** At every run, on the values of that run. */
    DYNAMIC
}

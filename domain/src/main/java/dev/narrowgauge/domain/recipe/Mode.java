package dev.narrowgauge.domain.recipe;

/** When the ranges of activations are measured. */
public enum Mode {
    /** Whichever of the others serves the model better on the target. */
    AUTO,
    /** Once, on calibration samples. */
    STATIC,
    /** At every run, on the values of that run. */
    DYNAMIC,
    /** Once for nodes with a kernel that takes fixed ranges, at every run for the others and for those that are told so. */
    MIXED
}

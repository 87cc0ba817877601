package dev.narrowgauge.domain.recipe;

/** How the range of an activation follows from what was observed. */
public enum CalibrationMethod {
    /** From the least to the greatest value. */
    MINMAX,
    /** From the mean of every sample's least value to the mean of every sample's greatest. */
    MOVING_AVERAGE,
    /** Such that a given share of the values is inside. */
    PERCENTILE,
    /** The least Kullback-Leibler divergence between the values' distribution and the quantized one. */
    ENTROPY,
    /** The least mean squared error on the integer grid. */
    MSE,
    /** The least error on the integer grid, where clipping counts for more than rounding. */
    BEST
}

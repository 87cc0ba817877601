package dev.narrowgauge.domain.recipe;

/** The number format a variant computes in. */
public enum Precision {
    INT8,
    FP16
}

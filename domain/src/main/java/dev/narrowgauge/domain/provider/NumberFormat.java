package dev.narrowgauge.domain.provider;

/** The coarsest numbers that a model computes with, which decide how far its outputs may differ between devices. */
public enum NumberFormat {
    /** Sums in another order; TF32, which keeps ten bits, is off. */
    FLOAT32(1e-3),
    /** Ten or seven bits, over tens of layers. */
    FLOAT16(2e-2),
    /** A value on the border between two steps falls to another side. */
    INT8(5e-2);

    private final double tolerance;

    NumberFormat(double tolerance) {
        this.tolerance = tolerance;
    }

    /** As a share of the largest value of an output. */
    public double tolerance() {
        return tolerance;
    }
}

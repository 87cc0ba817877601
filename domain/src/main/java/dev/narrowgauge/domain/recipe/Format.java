package dev.narrowgauge.domain.recipe;

/** How an integer model is written down. */
public enum Format {
    /** Float operators between QuantizeLinear and DequantizeLinear nodes, which a runtime fuses. */
    QDQ,
    /** Integer operators such as QLinearConv. */
    QOPERATOR
}

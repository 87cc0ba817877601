package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

/**
 * How activations are quantized, one scale for each tensor. A symmetric range is the same on both sides of zero; a tensor
 * that is never negative keeps a one-sided range, which the integer kernels need to absorb a Relu.
 */
public record ActivationSettings(IntegerType type, boolean symmetric) {
    public static final ActivationSettings DEFAULT = new ActivationSettings(IntegerType.UINT8, false);

    public ActivationSettings {
        requireNonNull(type, "type is null");
    }
}

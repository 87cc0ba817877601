package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

/** The kind of machine that a variant is made for; it decides whatever a recipe leaves open. */
public enum Target {
    /** Any CPU: correct and fused everywhere, the best possible nowhere. */
    GENERIC(ActivationSettings.DEFAULT, WeightSettings.DEFAULT),
    /** Without VNNI the kernel adds two uint8·int8 products in int16, which weights of 8 bits overflow. */
    X86_AVX2(ActivationSettings.DEFAULT, WeightSettings.DEFAULT.withReducedRange(true)),
    X86_VNNI(ActivationSettings.DEFAULT, WeightSettings.DEFAULT),
    X86_AMX(ActivationSettings.DEFAULT, WeightSettings.DEFAULT),
    ARM_DOTPROD(new ActivationSettings(IntegerType.INT8, false), WeightSettings.DEFAULT),
    ARM_I8MM(new ActivationSettings(IntegerType.INT8, false), WeightSettings.DEFAULT),
    CUDA(new ActivationSettings(IntegerType.INT8, true), WeightSettings.DEFAULT),
    /** Reads int8 with zero point 0 only. */
    TENSORRT(new ActivationSettings(IntegerType.INT8, true), WeightSettings.DEFAULT);

    private final ActivationSettings activations;
    private final WeightSettings weights;

    Target(ActivationSettings activations, WeightSettings weights) {
        this.activations = requireNonNull(activations, "activations is null");
        this.weights = requireNonNull(weights, "weights is null");
    }

    /** Whether ONNX Runtime's CPU provider runs the variant, so that any CPU can look at how it does. */
    public boolean isCpu() {
        return this != CUDA && this != TENSORRT;
    }

    public ActivationSettings activations() {
        return activations;
    }

    public WeightSettings weights() {
        return weights;
    }
}

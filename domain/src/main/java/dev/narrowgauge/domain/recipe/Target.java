package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import dev.narrowgauge.domain.settings.Section;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** The kind of machine that a variant is made for; it decides whatever a recipe leaves open. */
public enum Target {
    /** Any CPU: correct and fused everywhere, the best possible nowhere. */
    GENERIC(ActivationSettings.DEFAULT, WeightSettings.DEFAULT.withReducedRange(true)),
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

    /**
     * What is right on every machine of these classes: their own target where they have one in common, the one that asks
     * least where they are of one architecture, else {@link #GENERIC}.
     *
     * @param deviceClasses as nodes offer them, for example {@code x86-vnni}
     */
    public static Target ofDeviceClasses(Collection<String> deviceClasses) {
        Set<Target> targets = deviceClasses.stream().map(Target::ofDeviceClass).collect(toSet());
        if (targets.size() == 1) {
            return targets.iterator().next();
        }
        return Stream.of(Set.of(X86_AVX2, X86_VNNI, X86_AMX), Set.of(ARM_DOTPROD, ARM_I8MM))
                .filter(architecture -> !targets.isEmpty() && architecture.containsAll(targets))
                .findFirst()
                .map(architecture ->
                        targets.stream().min(Comparator.naturalOrder()).orElseThrow())
                .orElse(GENERIC);
    }

    private static Target ofDeviceClass(String deviceClass) {
        return Stream.of(values())
                .filter(target -> Section.word(target).equals(deviceClass))
                .findFirst()
                .orElse(GENERIC);
    }

    /** Whether ONNX Runtime's CPU provider runs the variant, so that any CPU can look at how it does. */
    public boolean isCpu() {
        return this != CUDA && this != TENSORRT;
    }

    public boolean isArm() {
        return this == ARM_DOTPROD || this == ARM_I8MM;
    }

    public ActivationSettings activations() {
        return activations;
    }

    public WeightSettings weights() {
        return weights;
    }
}

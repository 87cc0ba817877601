package dev.narrowgauge.domain.recipe;

import dev.narrowgauge.domain.settings.Section;
import java.util.Optional;

/** What the settings of a recipe ask of each other: each rule as a sentence where it is broken. */
final class RecipeRules {
    private RecipeRules() {}

    static Optional<String> types(ActivationSettings activations, WeightSettings weights) {
        return activations.type() == IntegerType.INT8 && weights.type() == IntegerType.UINT8
                ? Optional.of(
                        "The recipe has 'activations.type' int8 with 'weights.type' uint8, which no integer kernel computes; "
                                + "use 'weights.type' int8, or 'activations.type' uint8.")
                : Optional.empty();
    }

    static Optional<String> activationsOfTarget(Target target, ActivationSettings activations) {
        return target == Target.TENSORRT && (activations.type() != IntegerType.INT8 || !activations.symmetric())
                ? Optional.of("The recipe's 'target' is tensorrt, which reads activations as symmetric int8 only; "
                        + "use 'activations.type' int8 and 'activations.symmetric' true, or leave both out.")
                : Optional.empty();
    }

    static Optional<String> placements(Mode mode, Overrides overrides) {
        return (mode == Mode.STATIC || mode == Mode.AUTO) && overrides.hasPlacement(NodeOverride.Placement.DYNAMIC)
                ? Optional.of("The recipe gives nodes the 'placement' dynamic, and its 'mode' is %s; use mode mixed."
                        .formatted(Section.word(mode)))
                : Optional.empty();
    }

    static Optional<String> formatOfTarget(Target target, Format format) {
        return target == Target.TENSORRT && format == Format.QOPERATOR
                ? Optional.of("The recipe's 'format' is qoperator, which the target tensorrt does not read; use qdq.")
                : Optional.empty();
    }
}

package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.domain.recipe.ActivationSettings;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.domain.recipe.WeightSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** What pairs of types cost on a target: the rows of a table, of which the first that fits holds. */
public final class TypeRules {
    private static final Set<Target> X86 = Set.of(Target.X86_AVX2, Target.X86_VNNI, Target.X86_AMX);
    private static final Set<Target> WITHOUT_VNNI = Set.of(Target.X86_AVX2, Target.GENERIC);
    private static final Set<Target> CPU = Set.of(
            Target.GENERIC, Target.X86_AVX2, Target.X86_VNNI, Target.X86_AMX, Target.ARM_DOTPROD, Target.ARM_I8MM);

    private record Row(Set<Target> targets, BiPredicate<ActivationSettings, WeightSettings> types, String note) {}

    private static final List<Row> ROWS = List.of(
            new Row(
                    CPU,
                    (activations, weights) -> activations.type().bits() > 8,
                    "ONNX Runtime has no CPU kernel for 16-bit activations: between the conversions it computes in float."),
            new Row(
                    X86,
                    (activations, weights) -> activations.type() == IntegerType.INT8,
                    "On x86 ONNX Runtime makes uint8 of int8 activations when it loads the model, but not of a value with"
                            + " several readers, around which nodes stay float; uint8 has no such gap."),
            new Row(
                    X86,
                    (activations, weights) -> weights.type() == IntegerType.UINT8,
                    "On x86 uint8 weights are exact, but convolutions with them are about as slow as float."),
            new Row(
                    WITHOUT_VNNI,
                    (activations, weights) -> activations.type() == IntegerType.UINT8
                            && weights.type() == IntegerType.INT8
                            && !weights.reducedRange(),
                    "Without VNNI, x86 adds two products in int16, which 8-bit weights can overflow; reducedRange prevents that."));

    private TypeRules() {}

    /** What to know about these types on that target, if anything. */
    public static Optional<String> note(Target target, ActivationSettings activations, WeightSettings weights) {
        return ROWS.stream()
                .filter(row -> row.targets().contains(target) && row.types().test(activations, weights))
                .map(Row::note)
                .findFirst();
    }

    /**
     * The type of a constant that is read beside activations of that type. On x86 the runtime turns int8 to uint8 where
     * a QuantizeLinear meets a DequantizeLinear; in front of a constant's DequantizeLinear there is none.
     */
    public static IntegerType constantBeside(IntegerType activations, Target target) {
        return activations == IntegerType.INT8 && X86.contains(target) ? IntegerType.UINT8 : activations;
    }
}

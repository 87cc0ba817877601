package dev.narrowgauge.engine.runtime.variant;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.NodeOverride;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.domain.report.FusionReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.verify.Fusion;
import dev.narrowgauge.engine.runtime.verify.FusionCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a variant, looks at what ONNX Runtime makes of it, and makes it again with those nodes in float that it computes
 * there anyway, until no conversion is left that brings nothing. What is taken back follows from the graph alone, never
 * from a time: the same inputs give the same file.
 *
 * @param conversion the last one, which lies in the file
 * @param rounds what was taken back, in order
 */
public record FusionRounds(Conversion conversion, Fusion fusion, List<FusionReport.Round> rounds) {
    private static final int MOST_ROUNDS = 5;

    /** @param file where to write the variant */
    public static FusionRounds run(
            Conversion first,
            Recipe recipe,
            Path file,
            Optional<BoundDataset> data,
            OnnxRuntime runtime,
            WorkDirectory work) {
        Conversion conversion = first;
        List<FusionReport.Round> rounds = new ArrayList<>();
        while (true) {
            // What is hashed, stored and handed on is one file.
            OnnxModelWriter.requireOneFile(conversion.variant().model());
            OnnxModelWriter.write(conversion.variant().model(), file);
            Fusion fusion = check(conversion, recipe, file, data, runtime, work);
            Map<String, String> toFloat = toFloat(fusion, recipe);
            Optional<Conversion> next = toFloat.isEmpty() || rounds.size() == MOST_ROUNDS
                    ? Optional.empty()
                    : conversion.withFloat(toFloat);
            if (next.isEmpty()) {
                Fusion seen = runsHere(recipe.target())
                        ? fusion
                        : fusion.asPlanned(conversion.variant().nodes());
                return new FusionRounds(conversion, seen, List.copyOf(rounds));
            }
            rounds.add(new FusionReport.Round(
                    fusion.taxed().count(), fusion.taxed().micros(), List.copyOf(toFloat.keySet())));
            conversion = next.get();
        }
    }

    private static Fusion check(
            Conversion conversion,
            Recipe recipe,
            Path file,
            Optional<BoundDataset> data,
            OnnxRuntime runtime,
            WorkDirectory work) {
        try {
            return FusionCheck.check(
                    recipe.precision(), conversion.baseline(), conversion.variant(), file, data, runtime, work);
        } catch (NarrowgaugeException e) {
            boolean signed = recipe.activations().type() == IntegerType.INT8
                    && recipe.target().isCpu();
            if (e.code() != ErrorCode.MODEL_REJECTED_BY_RUNTIME
                    || !signed
                    || recipe.target().isArm()) {
                throw e;
            }
            throw new NarrowgaugeException(
                    ErrorCode.RECIPE_INVALID_VALUE,
                    "activations.type int8: ONNX Runtime on x86 makes uint8 of such activations when it loads a model, and"
                            + " with models of opset 21 and later that can fail, as it did here; take uint8, or a target"
                            + " that has int8 kernels, such as arm-dotprod. (" + e.getMessage() + ")",
                    e);
        }
    }

    public int takenBack() {
        return rounds.stream().mapToInt(round -> round.toFloat().size()).sum();
    }

    public FusionReport report() {
        return new FusionReport(
                conversion.baselineOperators(),
                fusion.operators(),
                fusion.needed().count(),
                fusion.needed().micros(),
                fusion.taxed().count(),
                fusion.taxed().micros(),
                rounds);
    }

    /** Where the recipe tells a node to compute in integers it does, for what that costs. */
    private static Map<String, String> toFloat(Fusion fusion, Recipe recipe) {
        // No CPU computes with 16 bits: who asks for them wants to see their accuracy.
        if (!runsHere(recipe.target()) || recipe.hasWideActivations()) {
            return Map.of();
        }
        Map<String, String> toFloat = new LinkedHashMap<>(fusion.wouldBeFloat());
        toFloat.keySet()
                .removeIf(node -> recipe.placementOf(node)
                        .filter(NodeOverride.Placement.QUANTIZED::equals)
                        .isPresent());
        return toFloat;
    }

    /** What this machine does not fuse another one may: for those the plan's rules have to be right by themselves. */
    public static boolean runsHere(Target target) {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return switch (target) {
            case GENERIC -> true;
            case X86_AVX2, X86_VNNI, X86_AMX -> !arm;
            case ARM_DOTPROD, ARM_I8MM -> arm;
            case CUDA, TENSORRT -> false;
        };
    }
}

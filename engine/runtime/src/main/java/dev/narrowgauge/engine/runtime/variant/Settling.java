package dev.narrowgauge.engine.runtime.variant;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.NodeOverride;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.FusionReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.quantizer.placement.CountedRun;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
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
 * Makes a variant again with those nodes in float that ONNX Runtime computes there anyway, until there are none, or until
 * what comes out would cost more than before.
 */
final class Settling {
    private static final int MOST_ROUNDS = 5;

    private final Recipe recipe;
    private final Optional<BoundDataset> profiled;
    private final Optional<CountedRun> run;
    private final OnnxRuntime runtime;
    private final TaskDirectory work;

    /**
     * @param profiled samples to run each variant with, for the times of its nodes
     * @param run the run whose cost is counted in what comes out
     */
    Settling(
            Recipe recipe,
            Optional<BoundDataset> profiled,
            Optional<CountedRun> run,
            OnnxRuntime runtime,
            TaskDirectory work) {
        this.recipe = recipe;
        this.profiled = profiled;
        this.run = run;
        this.runtime = runtime;
        this.work = work;
    }

    /** @param name of the file to write the variant to */
    FusionRounds settle(Conversion first, String name) {
        List<FusionReport.Round> rounds = new ArrayList<>();
        FusionRounds settled = written(first, name, rounds);
        while (rounds.size() < MOST_ROUNDS) {
            Map<String, String> toFloat = toFloat(settled.fusion());
            Optional<Conversion> next =
                    toFloat.isEmpty() ? Optional.empty() : settled.conversion().withFloat(toFloat);
            if (next.isEmpty()) {
                break;
            }
            rounds.add(new FusionReport.Round(
                    settled.fusion().unfused().count(),
                    settled.fusion().unfused().micros(),
                    List.copyOf(toFloat.keySet())));
            FusionRounds narrower = written(next.get(), name, rounds);
            if (run.isPresent() && narrower.micros() > settled.micros()) {
                work.write(settled.conversion().variant().model(), name);
                break;
            }
            settled = narrower;
        }
        return settled;
    }

    /** @param name of the file to write the variant to */
    FusionRounds written(Conversion conversion, String name, List<FusionReport.Round> rounds) {
        // What is hashed, stored and handed on is one file.
        OnnxModelWriter.requireOneFile(conversion.variant().model());
        Fusion fusion = check(conversion, work.write(conversion.variant().model(), name));
        Fusion seen = FusionRounds.runsHere(recipe.target())
                ? fusion
                : fusion.asPlanned(conversion.variant().nodes());
        return new FusionRounds(conversion, seen, List.copyOf(rounds), Optional.empty());
    }

    private Fusion check(Conversion conversion, Path file) {
        try {
            return FusionCheck.check(
                    recipe.precision(),
                    conversion.baseline(),
                    conversion.variant(),
                    file,
                    profiled,
                    run,
                    runtime,
                    work);
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
                            + " with models of opset 21 and later that can fail, as it did here; use uint8, or a target"
                            + " that has int8 kernels, such as arm-dotprod. (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Where the recipe tells a node to compute in integers it does, for what that costs. */
    private Map<String, String> toFloat(Fusion fusion) {
        // No CPU computes with 16 bits: who asks for them wants to see their accuracy.
        if (!FusionRounds.runsHere(recipe.target()) || recipe.hasWideActivations()) {
            return Map.of();
        }
        Map<String, String> toFloat = new LinkedHashMap<>(fusion.wouldBeFloat());
        toFloat.keySet()
                .removeIf(node -> recipe.placementOf(node)
                        .filter(NodeOverride.Placement.QUANTIZED::equals)
                        .isPresent());
        return toFloat;
    }
}

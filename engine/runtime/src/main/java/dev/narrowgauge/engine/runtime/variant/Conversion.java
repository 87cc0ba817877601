package dev.narrowgauge.engine.runtime.variant;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import dev.narrowgauge.engine.quantizer.VariantPlan;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicQuantizer;
import dev.narrowgauge.engine.quantizer.dynamic.MixedPlan;
import dev.narrowgauge.engine.quantizer.float16.Bfloat16Converter;
import dev.narrowgauge.engine.quantizer.float16.Float16Converter;
import dev.narrowgauge.engine.quantizer.placement.CountedRun;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.statistics.CalibrationSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A float model and what a recipe made of it.
 *
 * @param baseline computes what the user's model computes
 * @param plan how the variant came about, where it can be made again with less in integers
 */
public record Conversion(ModelProto baseline, QuantizedModel variant, Optional<CalibratedPlan> plan) {

    /** One that no plan stands behind. */
    public Conversion(ModelProto baseline, QuantizedModel variant) {
        this(baseline, variant, Optional.empty());
    }

    /** A plan with what was observed for it. */
    public record CalibratedPlan(VariantPlan plan, CalibrationStatistics statistics) {
        /** With what no sample came by in float. */
        static CalibratedPlan of(VariantPlan plan, CalibrationStatistics statistics) {
            return new CalibratedPlan(plan.observed(statistics), statistics);
        }

        public Conversion convert() {
            return new Conversion(plan.floatModel(), plan.quantize(statistics), Optional.of(this));
        }
    }

    /**
     * The same with more nodes in float, without another look at the samples; empty where there is no plan to change.
     *
     * @param reasons by the name of the node
     */
    public Optional<Conversion> withFloat(Map<String, String> reasons) {
        return plan.map(done -> new CalibratedPlan(done.plan().withFloat(reasons), done.statistics()).convert());
    }

    /**
     * The same with those regions in float that should take less time there in that run; empty where there are none, and
     * where there is no plan to change.
     */
    Optional<Conversion> counted(CountedRun run) {
        return plan.map(done -> new CalibratedPlan(done.plan().counted(run), done.statistics()))
                .filter(narrowed ->
                        !narrowed.plan().nodes().equals(plan.get().plan().nodes()))
                .map(CalibratedPlan::convert);
    }

    /**
     * What that recipe makes of the same model, without another look at the samples; empty where it needs ranges that were
     * not observed for this one, or where there was no plan.
     */
    public Optional<Conversion> withRecipe(Recipe recipe) {
        return plan.map(done -> CalibratedPlan.of(plan(baseline, recipe), done.statistics()))
                .filter(other -> other.statistics()
                        .tensors()
                        .keySet()
                        .containsAll(other.plan().observedTensors()))
                .map(CalibratedPlan::convert);
    }

    public Map<String, Integer> baselineOperators() {
        Map<String, Integer> operators = new TreeMap<>();
        Subgraphs.visitNodes(baseline.getGraph(), node -> operators.merge(node.getOpType(), 1, Integer::sum));
        return operators;
    }

    public static Conversion of(
            ModelProto prepared,
            Recipe recipe,
            CalibrationSource calibration,
            Optional<BoundDataset> samples,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        return switch (recipe.precision()) {
            case INT8 -> calibrated(prepared, recipe, plan(prepared, recipe), calibration, progress);
            case FP32 -> throw new IllegalArgumentException("a recipe for " + recipe.precision());
            case BF16 -> toBfloat16(prepared, recipe, progress);
            case FP16 -> toFloat16(prepared, recipe, samples, runtime, work, progress);
        };
    }

    private static VariantPlan plan(ModelProto prepared, Recipe recipe) {
        return switch (recipe.mode()) {
            case DYNAMIC -> DynamicQuantizer.plan(prepared, recipe);
            case MIXED -> MixedPlan.of(prepared, recipe);
            case STATIC, AUTO -> StaticQuantizer.plan(prepared, recipe);
        };
    }

    private static Conversion toFloat16(
            ModelProto prepared,
            Recipe recipe,
            Optional<BoundDataset> samples,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        if (samples.isPresent()) {
            return new Conversion(
                    prepared, HalfPrecision.convert(prepared, recipe, samples.get(), runtime, work, progress));
        }
        progress.begin("quantize", 0);
        return new Conversion(prepared, Float16Converter.convert(prepared, recipe));
    }

    private static Conversion toBfloat16(ModelProto prepared, Recipe recipe, ProgressMeter progress) {
        progress.begin("quantize", 0);
        return new Conversion(prepared, Bfloat16Converter.convert(prepared, recipe));
    }

    private static Conversion calibrated(
            ModelProto prepared,
            Recipe recipe,
            VariantPlan plan,
            CalibrationSource calibration,
            ProgressMeter progress) {
        CalibrationStatistics statistics = plan.observedTensors().isEmpty()
                ? new CalibrationStatistics(Map.of())
                : calibration.observe(StaticQuantizer.plan(prepared, recipe.withoutExceptions()), plan);
        progress.begin("quantize", 0);
        return CalibratedPlan.of(plan, statistics).convert();
    }
}

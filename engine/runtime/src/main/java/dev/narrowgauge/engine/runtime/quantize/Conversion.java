package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizationPlan;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.float16.Bfloat16Converter;
import dev.narrowgauge.engine.quantizer.float16.Float16Converter;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.observe.Calibration;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.util.Optional;

/**
 * A float model and what a recipe made of it.
 *
 * @param baseline computes what the user's model computes
 */
record Conversion(ModelProto baseline, QuantizedModel variant) {

    static Conversion of(
            ModelProto prepared,
            Recipe recipe,
            Optional<BoundDataset> calibration,
            Optional<BoundDataset> evaluation,
            OnnxRuntime runtime,
            WorkDirectory work,
            ProgressMeter progress) {
        return switch (recipe.precision()) {
            case INT8 -> toInt8(prepared, recipe, calibration, runtime, work, progress);
            case FP32 -> throw new IllegalArgumentException("a recipe for " + recipe.precision());
            case BF16 -> toBfloat16(prepared, recipe, progress);
            case FP16 -> toFloat16(prepared, recipe, calibration.or(() -> evaluation), runtime, work, progress);
        };
    }

    private static Conversion toFloat16(
            ModelProto prepared,
            Recipe recipe,
            Optional<BoundDataset> samples,
            OnnxRuntime runtime,
            WorkDirectory work,
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

    private static Conversion toInt8(
            ModelProto prepared,
            Recipe recipe,
            Optional<BoundDataset> calibration,
            OnnxRuntime runtime,
            WorkDirectory work,
            ProgressMeter progress) {
        BoundDataset samples = calibration.orElseThrow(() -> new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "INT8 needs calibration samples to measure value ranges on; name a dataset."));
        QuantizationPlan plan = StaticQuantizer.plan(prepared, recipe);
        var statistics = new CalibrationStatistics.Collector();
        try (var observed = ObservedModel.open(
                runtime,
                plan.floatModel(),
                plan.observedTensors(),
                Optimization.EXTENDED,
                work.resolve("observed.onnx"))) {
            Calibration.run(observed, plan.observedTensors(), samples, statistics::observe, progress);
        }
        progress.begin("quantize", 0);
        return new Conversion(plan.floatModel(), plan.quantize(statistics.statistics()));
    }
}

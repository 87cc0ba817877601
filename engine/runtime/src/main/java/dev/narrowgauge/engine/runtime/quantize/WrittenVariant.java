package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.WorkModels;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.imported.ImportedModel;
import dev.narrowgauge.engine.quantizer.imported.QuantizedForm;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.search.ChosenVariant;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.variant.Conversion;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A variant in its file.
 *
 * @param steps what was done to the model before
 * @param cameQuantized whether the model was quantized before anything was done to it
 */
record WrittenVariant(ChosenVariant made, List<PreparationReport> steps, boolean cameQuantized) {

    /** A model that comes quantized: not quantized again, but looked at and completed. */
    static WrittenVariant importQuantized(
            Recipe recipe,
            OnnxModel model,
            Optional<BoundDataset> samples,
            Path variant,
            OnnxRuntime runtime,
            TaskDirectory work) {
        ModelProto original = model.inlined().proto();
        ImportedModel imported = imported(recipe, original);
        Conversion conversion = new Conversion(original, imported.model());
        FusionRounds rounds = FusionRounds.run(conversion, recipe, "imported.onnx", samples, runtime, work);
        WorkModels.writeWhole(rounds.conversion().variant().model(), variant);
        boolean isDynamic = QuantizedForm.of(original).contains(QuantizedForm.DYNAMIC);
        Recipe done = recipe.withMode(isDynamic ? Mode.DYNAMIC : Mode.STATIC);
        return new WrittenVariant(new ChosenVariant(done, rounds, List.of()), imported.steps(), true);
    }

    /** What a model that comes quantized is taken for; it cannot be made half precision. */
    static ImportedModel imported(Recipe recipe, ModelProto original) {
        if (recipe.precision() != Precision.INT8) {
            throw new NarrowgaugeException(
                    ErrorCode.MODEL_ALREADY_QUANTIZED,
                    "The model is quantized already, and the recipe asks for "
                            + recipe.precision().label() + "; give the float model it was made from.");
        }
        return ImportedModel.of(original);
    }
}

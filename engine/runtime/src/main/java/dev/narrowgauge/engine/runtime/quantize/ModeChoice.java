package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.model.WorkModels;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.dynamic.NetworkKind;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.search.ChosenVariant;
import dev.narrowgauge.engine.runtime.search.SearchWish;
import dev.narrowgauge.engine.runtime.search.VariantSearch;
import dev.narrowgauge.engine.runtime.search.Workshop;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.statistics.CalibrationSource;
import java.nio.file.Path;
import java.util.List;

/** Makes the variant: the one that the recipe names or, where it leaves the mode open, the one that a search finds. */
final class ModeChoice {
    private static final String TRIAL = "trial.onnx";

    private final OnnxRuntime runtime;
    private final TaskDirectory work;
    private final ProgressMeter progress;
    private final QuantizationData data;
    private final CalibrationSource calibration;
    private final SearchWish wish;

    ModeChoice(
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress,
            QuantizationData data,
            CalibrationSource calibration,
            SearchWish wish) {
        this.runtime = runtime;
        this.work = work;
        this.progress = progress;
        this.data = data;
        this.calibration = calibration;
        this.wish = wish;
    }

    /**
     * @param prepared the float model
     * @param file where to write the variant
     */
    ChosenVariant make(ModelProto prepared, Recipe recipe, Path file) {
        ChosenVariant found = find(prepared, recipe);
        WorkModels.writeWhole(found.variant().conversion().variant().model(), file);
        return found;
    }

    private ChosenVariant find(ModelProto prepared, Recipe recipe) {
        var workshop =
                new Workshop(prepared, calibration, data.calibration().or(data::evaluation), runtime, work, progress);
        if (recipe.precision() != Precision.INT8 || recipe.mode() != Mode.AUTO) {
            return new ChosenVariant(recipe, workshop.make(recipe, TRIAL), List.of());
        }
        if (!calibration.exists() && NetworkKind.of(prepared) != NetworkKind.CONVOLUTIONAL) {
            return made(
                    workshop,
                    recipe.withMode(Mode.DYNAMIC),
                    "Dynamic: there are no calibration samples to measure ranges on beforehand.");
        }
        if (staticOnly(recipe)) {
            return made(
                    workshop,
                    recipe.withMode(Mode.STATIC),
                    "Static: the recipe's target or type of activations has no dynamic kernels.");
        }
        if (data.calibration().isEmpty()) {
            return made(
                    workshop,
                    recipe.withMode(Mode.STATIC),
                    "Static: there are statistics of ranges, but no calibration samples to choose on.");
        }
        return new VariantSearch(workshop, wish, progress).search(recipe);
    }

    private static ChosenVariant made(Workshop workshop, Recipe resolved, String decision) {
        return new ChosenVariant(resolved, workshop.make(resolved, TRIAL), List.of(decision));
    }

    /** What a recipe asks for that ranges measured while the model runs cannot give. */
    private static boolean staticOnly(Recipe recipe) {
        return recipe.target().name().equals("CUDA")
                || recipe.target().name().equals("TENSORRT")
                || recipe.hasWideActivations();
    }
}

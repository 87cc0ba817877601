package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.recipe.Mode;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.dynamic.NetworkKind;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.statistics.CalibrationSource;
import dev.narrowgauge.engine.runtime.variant.Conversion;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Makes the variant, and where the recipe leaves the mode open says which it is.
 *
 * <p>Networks of convolutions become static: their dynamic kernels are slower than float. Networks with attention or
 * recurrent layers are made both ways, and {@link ModeComparison} decides. Without calibration samples only dynamic is
 * possible.
 */
final class ModeChoice {
    private final OnnxRuntime runtime;
    private final WorkDirectory work;
    private final ProgressMeter progress;
    private final QuantizationData data;
    private final CalibrationSource calibration;

    /**
     * @param recipe with the mode that the variant has
     * @param decisions what was decided and why, a sentence each
     */
    record Made(Recipe recipe, FusionRounds rounds, List<String> decisions) {}

    ModeChoice(
            OnnxRuntime runtime,
            WorkDirectory work,
            ProgressMeter progress,
            QuantizationData data,
            CalibrationSource calibration) {
        this.runtime = runtime;
        this.work = work;
        this.progress = progress;
        this.data = data;
        this.calibration = calibration;
    }

    /**
     * @param prepared the float model
     * @param file where to write the variant
     */
    Made make(ModelProto prepared, Recipe recipe, Path file) throws IOException {
        if (recipe.precision() != Precision.INT8 || recipe.mode() != Mode.AUTO) {
            return new Made(recipe, variant(prepared, recipe, file), List.of());
        }
        NetworkKind kind = NetworkKind.of(prepared);
        boolean eitherIsGood = kind == NetworkKind.ATTENTION || kind == NetworkKind.RECURRENT;
        if (!calibration.exists() && kind != NetworkKind.CONVOLUTIONAL) {
            return made(
                    prepared,
                    recipe.withMode(Mode.DYNAMIC),
                    file,
                    "Dynamic: there are no calibration samples to measure ranges on beforehand.");
        }
        if (!eitherIsGood || staticOnly(recipe)) {
            return made(prepared, recipe.withMode(Mode.STATIC), file, staticReason(recipe, kind));
        }
        if (!FusionRounds.runsHere(recipe.target())) {
            return made(
                    prepared,
                    recipe.withMode(Mode.DYNAMIC),
                    file,
                    "Dynamic: the target is another kind of machine, so static could not be measured against it,"
                            + " and dynamic is the one that no activation's range can spoil.");
        }
        if (samples().isEmpty()) {
            return made(
                    prepared,
                    recipe.withMode(Mode.STATIC),
                    file,
                    "Static: there are statistics of ranges, but no samples to measure it against dynamic on.");
        }
        return measured(prepared, recipe, file);
    }

    private Optional<BoundDataset> samples() {
        return data.calibration().or(data::evaluation);
    }

    /** What a recipe asks for that ranges measured while the model runs cannot give. */
    private static boolean staticOnly(Recipe recipe) {
        return recipe.target().name().equals("CUDA")
                || recipe.target().name().equals("TENSORRT")
                || recipe.activations().type().bits() > 8;
    }

    private static String staticReason(Recipe recipe, NetworkKind kind) {
        if (staticOnly(recipe)) {
            return "Static: the recipe's target or type of activations has no dynamic kernels.";
        }
        return kind == NetworkKind.CONVOLUTIONAL
                ? "Static: the network is convolutional, and dynamic convolutions are slower than float."
                : "Static: the network has neither attention nor recurrent layers, for which dynamic may be better.";
    }

    private Made made(ModelProto prepared, Recipe resolved, Path file, String decision) {
        return new Made(resolved, variant(prepared, resolved, file), List.of(decision));
    }

    private Made measured(ModelProto prepared, Recipe recipe, Path file) throws IOException {
        Path staticFile = work.resolve("static.onnx");
        Path dynamicFile = work.resolve("dynamic.onnx");
        FusionRounds fixed = variant(prepared, recipe.withMode(Mode.STATIC), staticFile);
        FusionRounds dynamic = variant(prepared, recipe.withMode(Mode.DYNAMIC), dynamicFile);
        ModeComparison comparison = ModeComparison.measure(
                fixed.conversion().baseline(), staticFile, dynamicFile, data, runtime, work, progress);
        boolean takeStatic = comparison.staticIsBetter();
        Files.move(takeStatic ? staticFile : dynamicFile, file, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(takeStatic ? dynamicFile : staticFile);
        return new Made(
                recipe.withMode(takeStatic ? Mode.STATIC : Mode.DYNAMIC),
                takeStatic ? fixed : dynamic,
                List.of(comparison.sentence()));
    }

    private FusionRounds variant(ModelProto prepared, Recipe recipe, Path file) {
        Conversion conversion = Conversion.of(prepared, recipe, calibration, samples(), runtime, work, progress);
        progress.begin("verify", 0);
        return FusionRounds.run(conversion, recipe, file, samples(), runtime, work);
    }
}

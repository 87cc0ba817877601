package dev.narrowgauge.engine.runtime.variant;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.cost.KernelRates;
import dev.narrowgauge.engine.quantizer.placement.CountedRun;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.verify.TakenBranches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** One sample as the run whose cost is counted. */
public final class SampleRun {
    private SampleRun() {}

    /** Empty where nothing in integers is made, where another kind of machine will run it, and without samples. */
    static Optional<CountedRun> of(
            Recipe recipe, ModelProto baseline, Optional<BoundDataset> data, OnnxRuntime runtime, TaskDirectory work) {
        return data.filter(samples -> recipe.precision() == Precision.INT8
                        && !recipe.hasWideActivations()
                        && FusionRounds.runsHere(recipe.target()))
                .map(samples -> of(recipe.target(), baseline, samples, runtime, work));
    }

    /** @param baseline the float model, whose branches that the samples take are those of its variants, too */
    public static CountedRun of(
            Target target, ModelProto baseline, BoundDataset samples, OnnxRuntime runtime, TaskDirectory work) {
        return new CountedRun(
                samples.typicalShapes(),
                TakenBranches.of(baseline, samples, runtime, work).untaken(),
                KernelRates.of(target));
    }

    /** What a model costs in that run, counted in the graph that ONNX Runtime makes of it. */
    public static double micros(ModelProto model, CountedRun run, OnnxRuntime runtime, TaskDirectory work) {
        Path file = work.write(model, "counted.onnx");
        // Variants of one model mostly have the same float model.
        return work.once(
                sha256(file) + run.inputDims() + run.untaken() + run.rates().version(), Double.class, () -> {
                    Path running = work.resolve("counted-running.onnx");
                    runtime.save(file, file.getFileName().toString(), Optimization.FULL, running);
                    return run.micros(OnnxModelReader.readUnchecked(running).proto());
                });
    }

    private static String sha256(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException("A model that was just written is not readable", e);
        }
    }
}

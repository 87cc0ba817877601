package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.runtime.evaluate.OutputHints;
import dev.narrowgauge.engine.runtime.evaluate.PairedEvaluation;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whose fault it is that ONNX Runtime rejected a model while a variant was made: the user's own, or one made of it. */
final class Rejection {
    private final OnnxRuntime runtime;
    private final ProgressMeter progress;

    Rejection(OnnxRuntime runtime, ProgressMeter progress) {
        this.runtime = runtime;
        this.progress = progress;
    }

    /**
     * Loads the original and runs it on all samples.
     *
     * @param rejected with code MODEL_REJECTED_BY_RUNTIME
     * @return VARIANT_REJECTED_BY_RUNTIME where the original is taken; otherwise what stands against the original itself
     */
    NarrowgaugeException explain(
            NarrowgaugeException rejected, Path file, OnnxModel original, List<BoundDataset> samples) {
        try (ModelSession session = runtime.open(file, Optimization.FULL)) {
            for (BoundDataset each : samples) {
                run(session, OutputHints.of(original.proto().getGraph()), each);
            }
        } catch (NarrowgaugeException e) {
            return e;
        }
        return new NarrowgaugeException(
                ErrorCode.VARIANT_REJECTED_BY_RUNTIME,
                "ONNX Runtime takes the model, but not what was made of it. This is a defect in Narrowgauge, not in the"
                        + " model; please report it. (" + rejected.getMessage() + ")",
                rejected);
    }

    private void run(ModelSession session, OutputHints hints, BoundDataset samples) {
        try (var evaluation = new PairedEvaluation(session, Optional.empty(), hints)) {
            evaluation.evaluate(samples, progress);
        }
    }
}

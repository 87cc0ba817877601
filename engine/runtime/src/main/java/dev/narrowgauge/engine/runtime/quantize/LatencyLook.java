package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import dev.narrowgauge.proto.engine.Quantize;
import java.util.Optional;

/** Whether a variant is timed beside its original before it is handed on. */
final class LatencyLook {
    private LatencyLook() {}

    /** Why it is not, a sentence; empty where it is. What another kind of machine will run would mislead on this one. */
    static String whyNot(Quantize request, OnnxModel model, Recipe recipe, Optional<BoundDataset> samples) {
        if (!FusionRounds.runsHere(recipe.target())) {
            return "Measure its latency where it will run: the target is another kind of machine than this one.";
        }
        if (samples.isEmpty()) {
            return "Measure its latency: there were no samples to run it on.";
        }
        if (request.getSkipLatencyCheck()) {
            return "Measure its latency, which was left out as asked.";
        }
        return LargeModel.is(model)
                ? "Measure its latency with 'narrowgauge benchmark': it is too large to be loaded beside the original here."
                : "";
    }
}

package dev.narrowgauge.engine.runtime.ranking;

import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.verify.FloatOutputs;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The noise of whole variants of one model on the same few samples, after one run of the float model. */
public final class VariantNoise {
    private final List<String> outputs;
    private final List<String> inputs;
    private final FloatValues values;
    private final OnnxRuntime runtime;
    private final TaskDirectory work;

    private VariantNoise(
            List<String> outputs, List<String> inputs, FloatValues values, OnnxRuntime runtime, TaskDirectory work) {
        this.outputs = outputs;
        this.inputs = inputs;
        this.values = values;
        this.runtime = runtime;
        this.work = work;
    }

    /**
     * @param most samples to look at
     * @param arena whose memory what the float model gave lies in
     */
    public static VariantNoise against(
            ModelProto baseline, BoundDataset data, int most, Arena arena, OnnxRuntime runtime, TaskDirectory work) {
        List<String> outputs = FloatOutputs.of(baseline.getGraph());
        List<String> inputs = data.inputs().stream().map(InputSpec::name).toList();
        Set<String> tensors = new LinkedHashSet<>(outputs);
        tensors.addAll(inputs);
        try (var model = ObservedModel.open(runtime, baseline, tensors, Optimization.EXTENDED, work, "float.onnx")) {
            return new VariantNoise(outputs, inputs, FloatPass.record(model, data, most, arena), runtime, work);
        }
    }

    public int samples() {
        return values.samples();
    }

    /** Noise power per signal power, the mean over the float outputs. */
    public double of(ModelProto variant) {
        NodeNoise noise = new NodeNoise();
        List<String> common = new ArrayList<>(FloatOutputs.of(variant.getGraph()));
        common.retainAll(outputs);
        try (var model = ObservedModel.open(runtime, variant, common, Optimization.FULL, work, "variant-noise.onnx")) {
            for (Map<String, TensorData> batch : values.batches()) {
                noise.addOutputs(common, batch, model.run(FloatValues.feed(batch, inputs)));
            }
        }
        return noise.outputs().values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }
}

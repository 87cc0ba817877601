package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.preparation.EquivalenceCheck;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs two models on the first samples and compares all of their outputs. Without samples nothing is the same: a rewritten
 * model that has never run is worth less than the one that a user has tested.
 */
public final class SampleEquivalence implements EquivalenceCheck {
    private static final long SAMPLES = 8;

    /** Float kernels that add up in another order stay above 100; the two forms of GELU differ by about 65. */
    private static final double LEAST_DECIBEL = 85;

    private final OnnxRuntime runtime;
    private final Optional<BoundDataset> data;
    private final WorkDirectory work;

    public SampleEquivalence(OnnxRuntime runtime, Optional<BoundDataset> data, WorkDirectory work) {
        this.runtime = runtime;
        this.data = data;
        this.work = work;
    }

    @Override
    public boolean computeTheSame(ModelProto before, ModelProto after) {
        List<String> outputs = before.getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .toList();
        if (data.isEmpty()) {
            return false;
        }
        try (var expected = open(before, outputs, "before.onnx");
                var actual = open(after, outputs, "after.onnx");
                Batches batches = data.get().batches((int) SAMPLES)) {
            Map<String, NoiseRatio> noise = new HashMap<>();
            for (long done = 0; done < Math.min(SAMPLES, data.get().samples()); ) {
                Batch batch = batches.next();
                if (!compare(expected.run(batch), actual.run(batch), noise)) {
                    return false;
                }
                done = batch.first() + batch.size();
            }
            return noise.values().stream().allMatch(ratio -> ratio.decibel() >= LEAST_DECIBEL);
        }
    }

    private ObservedModel open(ModelProto model, List<String> outputs, String file) {
        return ObservedModel.open(runtime, model, outputs, Optimization.BASIC, work.resolve(file));
    }

    private static boolean compare(
            Map<String, TensorData> expected, Map<String, TensorData> actual, Map<String, NoiseRatio> noise) {
        for (Map.Entry<String, TensorData> output : expected.entrySet()) {
            TensorData reference = output.getValue();
            TensorData value = actual.get(output.getKey());
            if (!value.dims().equals(reference.dims())) {
                return false;
            }
            NoiseRatio ratio = noise.computeIfAbsent(output.getKey(), name -> new NoiseRatio());
            for (int i = 0; i < reference.elements(); i++) {
                double wanted = reference.value(i);
                double given = value.value(i);
                if (!(Double.isNaN(wanted) && Double.isNaN(given))) {
                    ratio.add(wanted, given);
                }
            }
        }
        return true;
    }
}

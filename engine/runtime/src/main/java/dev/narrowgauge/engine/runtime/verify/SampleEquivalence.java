package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.preparation.EquivalenceCheck;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Runs two models on the first samples and compares all of their outputs. Without samples nothing is the same: a rewritten
 * model that has never run is worth less than the one that a user has tested.
 */
public final class SampleEquivalence implements EquivalenceCheck {
    /** Float kernels that add up in another order stay above 100; the two forms of GELU differ by about 65. */
    private static final double LEAST_DECIBEL = 85;

    /** 1e-5 of the values. */
    private static final double CLOSE_DECIBEL = 100;

    private final OnnxRuntime runtime;
    private final Optional<BoundDataset> data;
    private final TaskDirectory work;

    public SampleEquivalence(OnnxRuntime runtime, Optional<BoundDataset> data, TaskDirectory work) {
        this.runtime = runtime;
        this.data = data;
        this.work = work;
    }

    @Override
    public boolean computeTheSame(ModelProto before, ModelProto after) {
        return isWithin(LEAST_DECIBEL, before, after);
    }

    @Override
    public boolean computeTheSameClosely(ModelProto before, ModelProto after) {
        return isWithin(CLOSE_DECIBEL, before, after);
    }

    private boolean isWithin(double leastDecibel, ModelProto before, ModelProto after) {
        List<String> outputs = before.getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .toList();
        if (data.isEmpty()) {
            return false;
        }
        // One after the other: of a large model two do not fit beside each other.
        try (Arena arena = Arena.ofShared()) {
            List<Map<String, TensorData>> expected = new ArrayList<>();
            int samples = SamplePlan.of(before.getGraph()).forEquivalence();
            run(before, outputs, samples, "before.onnx", values -> {
                Map<String, TensorData> copies = new LinkedHashMap<>();
                values.forEach((name, value) -> copies.put(name, value.copied(arena)));
                return expected.add(copies);
            });
            Map<String, NoiseRatio> noise = new HashMap<>();
            Iterator<Map<String, TensorData>> references = expected.iterator();
            return run(after, outputs, samples, "after.onnx", values -> compare(references.next(), values, noise))
                    && noise.values().stream().allMatch(ratio -> ratio.decibel() >= leastDecibel);
        }
    }

    /** @param take whether to go on, by the outputs of a batch, which are valid until the next one */
    private boolean run(
            ModelProto model, List<String> outputs, int samples, String file, Predicate<Map<String, TensorData>> take) {
        try (var running = ObservedModel.open(runtime, model, outputs, Optimization.BASIC, work, file);
                Batches batches = data.orElseThrow().batches(samples)) {
            for (long done = 0; done < Math.min(samples, data.orElseThrow().samples()); ) {
                Batch batch = batches.next();
                if (!take.test(running.run(batch))) {
                    return false;
                }
                done = batch.first() + batch.size();
            }
            return true;
        }
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

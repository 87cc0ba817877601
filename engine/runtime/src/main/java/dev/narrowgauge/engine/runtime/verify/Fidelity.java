package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.quantizer.QuantizedTensor;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How close a running variant stays to its baseline: signal to noise of each activation where the variant holds it
 * as codes. Codes are read rather than dequantized values, whose use as an output would undo the fusion
 * that is to be looked at.
 */
public final class Fidelity {
    private static final long MOST_SAMPLES = 64;

    private final Map<String, NoiseRatio> activations = new LinkedHashMap<>();

    private Fidelity() {}

    public static Fidelity measure(
            ObservedModel baseline,
            ObservedModel variant,
            List<QuantizedTensor> activations,
            BoundDataset data,
            ProgressMeter progress) {
        var fidelity = new Fidelity();
        long total = Math.min(MOST_SAMPLES, data.samples());
        progress.begin("verify", total);
        try (Batches batches = data.batches(Math.min(baseline.batchSize(data), variant.batchSize(data)))) {
            for (long done = 0; done < total; ) {
                Batch batch = batches.next();
                fidelity.add(baseline.run(batch), variant.run(batch), activations);
                done = batch.first() + batch.size();
                progress.advanceTo(Math.min(done, total));
            }
        }
        return fidelity;
    }

    /** By the name of the value in the baseline, in decibel as {@link NoiseRatio#decibel}. */
    public Map<String, NoiseRatio> activations() {
        return activations;
    }

    private void add(Map<String, TensorData> expected, Map<String, TensorData> actual, List<QuantizedTensor> tensors) {
        for (QuantizedTensor tensor : tensors) {
            NoiseRatio noise = activations.computeIfAbsent(tensor.floatName(), name -> new NoiseRatio());
            TensorData reference = expected.get(tensor.floatName());
            TensorData observed = actual.get(tensor.observedName());
            if (tensor.isObservedAsCodes()) {
                noise.addCodes(reference.floats(), observed.bytes().duplicate().clear(), tensor.parameters());
            } else {
                noise.add(reference, observed);
            }
        }
    }
}

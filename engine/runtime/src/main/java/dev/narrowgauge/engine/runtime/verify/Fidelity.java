package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.QuantizedTensor;
import dev.narrowgauge.engine.quantizer.channels.ChannelPlaces;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How close a running variant stays to its baseline: signal to noise of each activation where the variant holds it
 * as codes. Codes are read rather than dequantized values, whose use as an output would undo the fusion
 * that is to be looked at.
 */
public final class Fidelity {
    private final Map<String, NoiseRatio> activations = new LinkedHashMap<>();

    private final QuantizedModel made;

    private Fidelity(QuantizedModel made) {
        this.made = made;
    }

    /**
     * @param baseline observed at the values that became activations of the variant
     * @param variant observed at those activations
     * @param made what the variant is
     * @param most samples
     */
    static Fidelity measure(
            ObservedModel baseline,
            ObservedModel variant,
            QuantizedModel made,
            BoundDataset data,
            int most,
            ProgressMeter progress) {
        var fidelity = new Fidelity(made);
        long total = Math.min(most, data.samples());
        progress.begin("verify", total);
        try (Batches batches = data.batches(Math.min(baseline.batchSize(data), variant.batchSize(data)))) {
            for (long done = 0; done < total; ) {
                Batch batch = batches.next();
                fidelity.add(baseline.run(batch), variant.run(batch));
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

    /** What lies in a branch that was not taken has no values, and what nobody could look at is not there. */
    private static boolean ran(TensorData tensor) {
        return tensor != null && tensor.elements() > 0;
    }

    private void add(Map<String, TensorData> expected, Map<String, TensorData> actual) {
        for (QuantizedTensor tensor : made.activations()) {
            TensorData reference = expected.get(tensor.floatName());
            TensorData whole = actual.get(tensor.observedName());
            ChannelPlaces places = made.channels().get(tensor.floatName());
            boolean hasChannels =
                    places == null || whole != null && whole.dims().size() > 1;
            if (!ran(reference) || !ran(whole) || !hasChannels) {
                continue;
            }
            NoiseRatio noise = activations.computeIfAbsent(tensor.floatName(), name -> new NoiseRatio());
            TensorData observed = places == null ? whole : whole.channels(places.own());
            if (tensor.isObservedAsCodes()) {
                noise.addCodes(reference.floats(), observed.bytes().duplicate().clear(), tensor.parameters());
            } else {
                noise.add(reference, observed);
            }
        }
    }
}

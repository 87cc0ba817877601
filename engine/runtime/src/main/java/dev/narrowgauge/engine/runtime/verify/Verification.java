package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.QuantizedTensor;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.files.WorkDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the inside of a variant turned out to be when ONNX Runtime ran it. */
public record Verification(List<NodeReport> nodes, List<TensorReport> tensors) {
    /**
     * @param baseline the float model that the variant was made from
     * @param nodes what became of its nodes
     * @param data samples to run
     */
    public static Verification verify(
            ModelProto baseline,
            QuantizedModel variant,
            List<NodeReport> nodes,
            Optional<BoundDataset> data,
            OnnxRuntime runtime,
            WorkDirectory work,
            ProgressMeter progress) {
        List<QuantizedTensor> activations = variant.activations();
        if (data.isEmpty() || activations.isEmpty()) {
            return new Verification(nodes, variant.tensors());
        }
        try (var expected = ObservedModel.open(
                        runtime,
                        baseline,
                        names(activations, QuantizedTensor::floatName),
                        Optimization.EXTENDED,
                        work,
                        "expected.onnx");
                var actual = ObservedModel.open(
                        runtime,
                        variant.model(),
                        names(activations, QuantizedTensor::observedName),
                        Optimization.FULL,
                        work,
                        "actual.onnx")) {
            Fidelity fidelity = Fidelity.measure(
                    expected,
                    actual,
                    variant,
                    data.get(),
                    SamplePlan.of(baseline.getGraph()).forVerification(),
                    progress);
            return of(nodes, variant.tensors(), fidelity);
        }
    }

    private static Verification of(List<NodeReport> nodes, List<TensorReport> tensors, Fidelity fidelity) {
        List<TensorReport> measured = tensors.stream()
                .map(tensor -> {
                    NoiseRatio noise = tensor.kind().equals("activation")
                            ? fidelity.activations().get(tensor.name())
                            : null;
                    return noise == null ? tensor : tensor.withSqnrDb(decibel(noise));
                })
                .toList();
        return new Verification(nodes, measured);
    }

    /** Null where there is no noise: JSON has no infinity. */
    private static Double decibel(NoiseRatio noise) {
        double value = noise.decibel();
        return Double.isInfinite(value) ? null : value;
    }

    private static List<String> names(List<QuantizedTensor> activations, Function<QuantizedTensor, String> name) {
        return activations.stream().map(name).toList();
    }
}

package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.QuantizedTensor;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            TaskDirectory work,
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
                var actual =
                        actual(variant.model(), names(activations, QuantizedTensor::observedName), runtime, work)) {
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

    private static ObservedModel actual(
            ModelProto variant, List<String> tensors, OnnxRuntime runtime, TaskDirectory work) {
        return RunningModels.of(variant, work)
                .map(kept -> work.read(kept.getFileName().toString()))
                .filter(running -> gives(running, tensors))
                .map(running -> ObservedModel.open(runtime, running, tensors, Optimization.NONE, work, "actual.onnx"))
                .orElseGet(() -> ObservedModel.open(runtime, variant, tensors, Optimization.FULL, work, "actual.onnx"));
    }

    private static boolean gives(ModelProto model, List<String> tensors) {
        Set<String> given = new HashSet<>();
        model.getGraph().getNodeList().forEach(node -> given.addAll(node.getOutputList()));
        return given.containsAll(tensors);
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

package dev.narrowgauge.engine.runtime.inspect;

import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.domain.node.ProcessorName;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.engine.onnx.model.OnnxModelDescription;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.Machine;
import dev.narrowgauge.proto.engine.ModelDescription;
import java.io.IOException;
import java.nio.file.Path;

/** Checks a model as a user uploads it, and says what it is. */
public final class ModelInspection {
    private ModelInspection() {}

    /** Fails with a MODEL_* code. */
    public static ModelDescription inspect(InspectModel request, OnnxRuntime runtime) throws IOException {
        try (TaskDirectory work = TaskDirectory.create(request.getWorkDirectory())) {
            Path file = OnnxModelReader.locate(Path.of(request.getModelPath()), work.path());
            OnnxModelDescription description = OnnxModelReader.read(file).describe();
            if (request.getLoadInRuntime()) {
                runtime.open(file, Optimization.FULL).close();
            }
            ModelDescription.Builder message = message(description);
            if (request.getTellMachine()) {
                message.setMachine(Machine.newBuilder()
                        .setProcessor(ProcessorName.ofThisMachine())
                        .setTarget(Section.word(ProcessorFeatures.targetOfThisMachine())));
            }
            return message.build();
        }
    }

    private static ModelDescription.Builder message(OnnxModelDescription description) {
        return ModelDescription.newBuilder()
                .setIrVersion(description.irVersion())
                .setOpset(description.opset())
                .setProducer(description.producer())
                .addAllInputs(
                        description.inputs().stream().map(TensorMessages::of).toList())
                .addAllOutputs(
                        description.outputs().stream().map(TensorMessages::of).toList())
                .setParameterCount(description.parameterCount())
                .setNodeCount(description.nodeCount())
                .putAllOpCounts(description.opCounts())
                .setQuantized(description.quantized());
    }
}

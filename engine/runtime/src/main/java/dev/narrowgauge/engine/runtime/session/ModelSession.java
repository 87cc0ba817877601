package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One loaded model. Not thread-safe; holds native memory until closed. */
public final class ModelSession implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String modelName;
    private final Optional<DeviceMemory> memory;
    private final List<TensorSlot> inputs;
    private final List<TensorSlot> outputs;

    /** @param memory where its provider computes; empty for the host's */
    ModelSession(OrtEnvironment environment, OrtSession session, String modelName, Optional<DeviceMemory> memory)
            throws OrtException {
        this.environment = environment;
        this.session = session;
        this.modelName = modelName;
        this.memory = memory;
        this.inputs = slots(session.getInputInfo().values());
        this.outputs = slots(session.getOutputInfo().values());
    }

    public List<TensorSlot> inputs() {
        return inputs;
    }

    public List<TensorSlot> outputs() {
        return outputs;
    }

    OrtEnvironment environment() {
        return environment;
    }

    Optional<DeviceMemory> memory() {
        return memory;
    }

    String modelName() {
        return modelName;
    }

    /** Of ONNX Runtime's own object; empty where it cannot be reached. */
    OptionalLong nativeHandle() {
        return NativeHandles.of(session);
    }

    /**
     * Runs once. Outputs named in {@code pinned} are written straight into those tensors, the others are allocated by
     * ONNX Runtime and belong to the result.
     */
    OrtSession.Result run(Map<String, OnnxTensor> feed, Set<String> requested, Map<String, OnnxTensor> pinned) {
        try {
            return session.run(feed, requested, pinned);
        } catch (OrtException e) {
            throw RuntimeFailures.whileRunning(modelName, e);
        }
    }

    /** The record of a session that was opened with profiling; nothing is recorded from now on. */
    public Path endProfiling() {
        try {
            return Path.of(session.endProfiling());
        } catch (OrtException e) {
            throw RuntimeFailures.whileRunning(modelName, e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
            FreedMemory.giveBack();
        } catch (OrtException e) {
            throw RuntimeFailures.whileRunning(modelName, e);
        }
    }

    private List<TensorSlot> slots(Collection<NodeInfo> nodes) {
        return nodes.stream().map(this::slot).toList();
    }

    private TensorSlot slot(NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo tensor)) {
            throw new NarrowgaugeException(
                    ErrorCode.MODEL_UNSUPPORTED_OPERATOR,
                    "Input or output " + node.getName() + " of " + modelName
                            + " is a sequence or a map; only tensors can be fed and compared.");
        }
        return new TensorSlot(
                node.getName(),
                tensor.type,
                Arrays.stream(tensor.getShape()).boxed().toList(),
                List.of(tensor.getDimensionNames()));
    }
}

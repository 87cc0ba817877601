package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors over memory of ours that ONNX Runtime writes in place. It is given back on closing: a garbage collector does not
 * see how much hangs on a small object.
 */
final class PinnedTensors implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    private final OrtEnvironment environment;
    private final Arena arena = Arena.ofShared();
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    private final Map<String, TensorData> data = new LinkedHashMap<>();

    PinnedTensors(OrtEnvironment environment) {
        this.environment = environment;
    }

    void add(String name, OnnxJavaType type, long... dims) {
        long size = type.size;
        for (long dim : dims) {
            size = Math.multiplyExact(size, dim);
        }
        if (size > Integer.MAX_VALUE) {
            throw new NarrowgaugeException(
                    ErrorCode.ENGINE_OUT_OF_MEMORY, "A tensor of " + size + " bytes does not fit into one buffer.");
        }
        ByteBuffer bytes = arena.allocate(Math.max(1, size), ALIGNMENT)
                .asSlice(0, size)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
        try {
            tensors.put(name, OnnxTensor.createTensor(environment, bytes, dims, type));
            data.put(name, TensorData.of(type, dims, bytes));
        } catch (OrtException e) {
            throw RuntimeFailures.whileRunning("a tensor of type " + type, e);
        }
    }

    /** By name, for a run to write. */
    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    /** What the last run wrote; not to be touched after closing. */
    Map<String, TensorData> data() {
        return data;
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
        arena.close();
    }
}

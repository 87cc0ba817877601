package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A tensor over memory of ours that ONNX Runtime reads and writes in place. */
final class NativeTensor implements AutoCloseable {
    private final OnnxTensor tensor;
    private final TensorData data;

    private NativeTensor(OnnxTensor tensor, TensorData data) {
        this.tensor = tensor;
        this.data = data;
    }

    static NativeTensor allocate(OrtEnvironment environment, OnnxJavaType type, List<Long> dims) {
        long size = type.size;
        for (long dim : dims) {
            size = Math.multiplyExact(size, dim);
        }
        if (size > Integer.MAX_VALUE) {
            throw new NarrowgaugeException(
                    ErrorCode.ENGINE_OUT_OF_MEMORY, "A tensor of " + size + " bytes does not fit into one buffer.");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) size).order(ByteOrder.nativeOrder());
        try {
            return new NativeTensor(wrap(environment, type, dims, bytes), new TensorData(type, dims, bytes));
        } catch (OrtException e) {
            throw RuntimeFailures.whileRunning("a tensor of type " + type, e);
        }
    }

    OnnxTensor tensor() {
        return tensor;
    }

    TensorData data() {
        return data;
    }

    @Override
    public void close() {
        tensor.close();
    }

    private static OnnxTensor wrap(OrtEnvironment environment, OnnxJavaType type, List<Long> dims, ByteBuffer bytes)
            throws OrtException {
        long[] shape = dims.stream().mapToLong(Long::longValue).toArray();
        return OnnxTensor.createTensor(environment, bytes, shape, type);
    }
}

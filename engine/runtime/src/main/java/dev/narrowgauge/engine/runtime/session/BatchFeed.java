package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Native tensors around the buffers of a pass over a dataset: made once for each buffer, read in place by every run. */
public final class BatchFeed implements AutoCloseable {
    private final Map<String, Wrapped> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

    private record Wrapped(ByteBuffer buffer, OnnxTensor tensor) {}

    /** Feeds this batch from now on. */
    public void take(Batch batch) {
        for (BatchTensor input : batch.tensors()) {
            Wrapped known = inputs.get(input.name());
            if (known != null && known.buffer() == input.data()) {
                continue;
            }
            if (known != null) {
                known.tensor().close();
            }
            Wrapped wrapped = new Wrapped(input.data(), wrap(input));
            inputs.put(input.name(), wrapped);
            tensors.put(input.name(), wrapped.tensor());
        }
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        inputs.values().forEach(input -> input.tensor().close());
    }

    private static OnnxTensor wrap(BatchTensor input) {
        try {
            return OnnxTensor.createTensor(
                    OrtEnvironment.getEnvironment(), input.data(), input.shape(), javaType(input));
        } catch (OrtException e) {
            throw RuntimeFailures.whileRunning("input " + input.name(), e);
        }
    }

    private static OnnxJavaType javaType(BatchTensor input) {
        ElementType type = input.elementType();
        try {
            return OnnxJavaType.valueOf(type.name());
        } catch (IllegalArgumentException e) {
            throw new NarrowgaugeException(
                    ErrorCode.DATASET_TYPE_MISMATCH,
                    "Input " + input.name() + " is of type " + type.lowerCaseName()
                            + ", which ONNX Runtime's Java interface cannot feed; "
                            + "give the model an input of another type and a Cast behind it.",
                    e);
        }
    }
}

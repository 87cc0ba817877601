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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Native tensors around the buffers of a pass over a dataset: made once for each buffer, read in place by every run. Where
 * the model takes 16-bit floats and the dataset has float32, the values are converted into a buffer of ours.
 */
public final class BatchFeed implements AutoCloseable {
    private final Map<String, OnnxJavaType> modelTypes = new HashMap<>();
    private final Map<String, Wrapped> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

    /** @param fed what the tensor reads: the source itself, or its values as 16-bit floats */
    private record Wrapped(ByteBuffer source, List<Long> dims, ByteBuffer fed, OnnxTensor tensor) {
        /** Samples of other shapes may come in the same buffer. */
        boolean isOf(BatchTensor input) {
            return source == input.data() && dims.equals(input.dims());
        }

        void refresh() {
            if (fed != source) {
                HalfValues.convert(source, tensor.getInfo().type, fed);
            }
        }
    }

    /** @param session the model that will be fed */
    public BatchFeed(ModelSession session) {
        session.inputs().forEach(input -> modelTypes.put(input.name(), input.type()));
    }

    /** Feeds this batch from now on. */
    public void take(Batch batch) {
        for (BatchTensor input : batch.tensors()) {
            Wrapped known = inputs.get(input.name());
            if (known != null && known.isOf(input)) {
                known.refresh();
                continue;
            }
            if (known != null) {
                known.tensor().close();
            }
            Wrapped wrapped = wrap(input);
            wrapped.refresh();
            inputs.put(input.name(), wrapped);
            tensors.put(input.name(), wrapped.tensor());
        }
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    /** Of what is fed now, by the name of the input. */
    Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new HashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(
                name, Arrays.stream(tensor.getInfo().getShape()).boxed().toList()));
        return shapes;
    }

    @Override
    public void close() {
        inputs.values().forEach(input -> input.tensor().close());
    }

    private Wrapped wrap(BatchTensor input) {
        OnnxJavaType given = javaType(input);
        OnnxJavaType wanted = modelTypes.getOrDefault(input.name(), given);
        boolean converted = given == OnnxJavaType.FLOAT && HalfValues.isHalf(wanted);
        ByteBuffer fed = converted ? HalfValues.allocate(input.data()) : input.data();
        try {
            OnnxTensor tensor = OnnxTensor.createTensor(
                    OrtEnvironment.getEnvironment(), fed, input.shape(), converted ? wanted : given);
            return new Wrapped(input.data(), input.dims(), fed, tensor);
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

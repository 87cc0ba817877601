package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One batch that lies on the device of its provider, inputs and outputs: a run copies nothing, and ends when the device has
 * computed. Looking at the values copies them to the host.
 */
final class DeviceRun implements PreparedRun, AutoCloseable {
    private final IoBinding binding;
    private final List<TensorSlot> outputs;

    /** @param outputs that are wanted */
    DeviceRun(IoBinding binding, Map<String, OnnxTensor> feed, List<TensorSlot> outputs) {
        this.binding = binding;
        this.outputs = List.copyOf(outputs);
        feed.forEach(binding::input);
        outputs.forEach(output -> binding.output(output.name()));
    }

    @Override
    public void run() {
        binding.run();
    }

    @Override
    public Map<String, TensorData> values() {
        Map<String, TensorData> values = new LinkedHashMap<>();
        binding.outputs((place, dims, address) -> {
            TensorSlot output = outputs.get(place);
            if (output.type() != OnnxJavaType.STRING) {
                values.put(output.name(), data(output.type(), address, dims));
            }
        });
        return values;
    }

    /** The next run writes the same memory. */
    @Override
    public void release() {}

    @Override
    public void close() {
        binding.close();
    }

    private TensorData data(OnnxJavaType type, long address, long... dims) {
        long bytes = type.size;
        for (long dim : dims) {
            bytes = Math.multiplyExact(bytes, dim);
        }
        return TensorData.of(type, dims, binding.memory().read(address, bytes));
    }
}

package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Through ONNX Runtime's Java interface, which makes objects of its own at every run: half a kilobyte at the least. */
final class BindingRun implements PreparedRun {
    private final ModelSession session;
    private final Map<String, OnnxTensor> feed;
    private final Set<String> allocated;
    private final PinnedTensors targets;
    private OrtSession.Result result;

    /** @param allocated outputs that have no target */
    BindingRun(ModelSession session, Map<String, OnnxTensor> feed, Set<String> allocated, PinnedTensors targets) {
        this.session = session;
        this.feed = feed;
        this.allocated = allocated;
        this.targets = targets;
    }

    @Override
    public void run() {
        result = session.run(feed, allocated, targets.tensors());
    }

    @Override
    public Map<String, TensorData> values() {
        Map<String, TensorData> values = new LinkedHashMap<>(targets.data());
        for (String name : allocated) {
            OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
            if (tensor.getInfo().type != OnnxJavaType.STRING) {
                values.put(name, BoundRun.copy(tensor));
            }
        }
        return values;
    }

    @Override
    public void release() {
        result.close();
    }
}

package dev.narrowgauge.engine.runtime.session;

import ai.onnxruntime.OnnxJavaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Memory for outputs whose dimensions only a run tells. Two runs in a row with inputs of the same shapes give outputs of the
 * same shapes, mostly: from the second one on they are written where those of the one before were.
 */
final class ShapedOutputs implements AutoCloseable {
    private static final Set<OnnxJavaType> OF_NO_WIDTH = Set.of(OnnxJavaType.STRING, OnnxJavaType.UNKNOWN);

    private final ModelSession session;
    private final Map<String, Form> seen = new LinkedHashMap<>();
    private Map<String, List<Long>> inputs = Map.of();
    private PinnedTensors pinned;
    private boolean isRefuted;

    private record Form(OnnxJavaType type, long... dims) {
        static Form of(TensorData value) {
            return new Form(
                    value.type(),
                    value.dims().stream().mapToLong(Long::longValue).toArray());
        }
    }

    ShapedOutputs(ModelSession session) {
        this.session = session;
    }

    /** Of outputs with inputs of these shapes; empty where nothing is known of those. */
    Optional<PinnedTensors> of(BatchFeed feed) {
        if (isRefuted || seen.isEmpty() || !inputs.equals(feed.shapes())) {
            return Optional.empty();
        }
        if (pinned == null) {
            pinned = new PinnedTensors(session.environment());
            seen.forEach((name, form) -> pinned.add(name, form.type(), form.dims()));
        }
        return Optional.of(pinned);
    }

    /** Takes what ONNX Runtime allocated in a run. */
    void remember(BatchFeed feed, Map<String, TensorData> outputs) {
        forget();
        boolean canBePinned = outputs.values().stream()
                .noneMatch(value ->
                        OF_NO_WIDTH.contains(value.type()) || value.dims().contains(0L));
        if (!isRefuted && canBePinned) {
            inputs = feed.shapes();
            outputs.forEach((name, value) -> seen.put(name, Form.of(value)));
        }
    }

    /** Inputs of the same shapes have given outputs of others. */
    void refute() {
        forget();
        isRefuted = true;
    }

    private void forget() {
        if (pinned != null) {
            pinned.close();
            pinned = null;
        }
        seen.clear();
    }

    @Override
    public void close() {
        forget();
    }
}

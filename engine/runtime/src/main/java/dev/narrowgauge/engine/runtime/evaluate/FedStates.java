package dev.narrowgauge.engine.runtime.evaluate;

import static java.util.stream.Collectors.toMap;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.domain.report.SequenceReport.Feedback;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.verify.NoiseRatio;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The states that one model gave, in memory of their own, which its next run reads. */
final class FedStates {
    /** A recorded state that is this near to what the model gives is that, in the numbers of another machine or type. */
    private static final double SAME_SHARE = 0.01;

    private static final Set<OnnxJavaType> HALVES = Set.of(OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16);

    private final List<Feedback> states;
    private final Map<String, BatchTensor> held = new HashMap<>();

    FedStates(List<Feedback> states) {
        this.states = states;
    }

    /** The states that the samples hold, as if the model had given them. */
    static FedStates recorded(List<Feedback> states, Batch batch) {
        FedStates recorded = new FedStates(states.stream()
                .map(state -> new Feedback(state.input(), state.input()))
                .toList());
        recorded.keep(batch.tensors().stream().collect(toMap(BatchTensor::name, FedStates::data)));
        return recorded;
    }

    /** Takes over what the model gave. */
    void keep(Map<String, TensorData> given) {
        for (Feedback state : states) {
            TensorData value = given.get(state.output());
            boolean isHalf = HALVES.contains(value.type());
            int bytes = value.elements() * (isHalf ? Float.BYTES : value.type().size);
            BatchTensor known = held.get(state.input());
            boolean fits = known != null && known.dims().equals(value.dims());
            ByteBuffer memory =
                    fits ? known.data() : ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
            copy(value, isHalf, memory);
            if (!fits) {
                ElementType type = isHalf
                        ? ElementType.FLOAT
                        : ElementType.valueOf(value.type().name());
                held.put(state.input(), new BatchTensor(state.input(), type, value.dims(), memory));
            }
        }
    }

    private static void copy(TensorData value, boolean isHalf, ByteBuffer memory) {
        if (!isHalf) {
            memory.put(0, value.bytes(), 0, memory.capacity());
            return;
        }
        for (int i = 0; i < value.elements(); i++) {
            memory.putFloat(i * Float.BYTES, (float) value.value(i));
        }
    }

    /** The batch with the states that are held in the place of its own. */
    Batch with(Batch batch) {
        List<BatchTensor> tensors = batch.tensors().stream()
                .map(tensor -> held.getOrDefault(tensor.name(), tensor))
                .toList();
        return new Batch(batch.first(), batch.size(), tensors, batch.labels());
    }

    /** The first state whose shape is not that of the batch's own, as text; empty where all fit. */
    String misfit(Batch batch) {
        for (BatchTensor recorded : batch.tensors()) {
            BatchTensor own = held.get(recorded.name());
            if (own != null && !own.dims().equals(recorded.dims())) {
                return "%s comes back with shape %s, where the next sample has %s"
                        .formatted(recorded.name(), own.dims(), recorded.dims());
            }
        }
        return "";
    }

    /** Whether the batch's own states are those that the model gave: its samples were recorded one after the other. */
    boolean areThoseOf(Batch batch) {
        return batch.tensors().stream()
                .filter(tensor -> held.containsKey(tensor.name()))
                .allMatch(tensor -> isSame(tensor, held.get(tensor.name())));
    }

    private static boolean isSame(BatchTensor recorded, BatchTensor given) {
        if (!recorded.dims().equals(given.dims())) {
            return false;
        }
        NoiseRatio noise = new NoiseRatio();
        noise.add(data(recorded), data(given));
        return noise.noise() <= SAME_SHARE * noise.signal();
    }

    private static TensorData data(BatchTensor tensor) {
        return new TensorData(OnnxJavaType.valueOf(tensor.elementType().name()), tensor.dims(), tensor.data());
    }
}

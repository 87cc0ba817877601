package dev.narrowgauge.engine.runtime.evaluate;

import ai.onnxruntime.OnnxJavaType;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.session.TensorSlot;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which output of a variant stands for which of the baseline: the one of the same name, else the one at the same place.
 * Outputs of whole numbers are compared only where the model has no others.
 */
final class OutputPairs {
    private static final Set<OnnxJavaType> NO_NUMBERS = Set.of(OnnxJavaType.STRING, OnnxJavaType.UNKNOWN);

    private final List<TensorSlot> slots;
    private final ModelSession baseline;
    private final ModelSession variant;

    private OutputPairs(List<TensorSlot> slots, ModelSession baseline, ModelSession variant) {
        this.slots = slots;
        this.baseline = baseline;
        this.variant = variant;
    }

    static OutputPairs of(ModelSession baseline, ModelSession variant) {
        List<TensorSlot> floats = baseline.outputs().stream()
                .filter(slot -> slot.isFloat() || slot.type() == OnnxJavaType.DOUBLE)
                .toList();
        List<TensorSlot> numbers = baseline.outputs().stream()
                .filter(slot -> !NO_NUMBERS.contains(slot.type()))
                .toList();
        var all = new OutputPairs(floats.isEmpty() ? numbers : floats, baseline, variant);
        return new OutputPairs(
                all.slots.stream()
                        .filter(slot -> all.counterpart(slot.name()) != null)
                        .toList(),
                baseline,
                variant);
    }

    /** Those that are compared, as the baseline has them, in its order. */
    List<TensorSlot> slots() {
        return slots;
    }

    /** Names in the baseline and in the variant, with an output that labels are of, and what a detector says of its boxes. */
    Map<String, String> withFirst(String first) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(first, counterpart(first));
        slots.forEach(slot -> names.put(slot.name(), counterpart(slot.name())));
        detector().ifPresent(outputs -> outputs.names().forEach(name -> names.put(name, counterpart(name))));
        return names;
    }

    /** Empty where the model is none, or the variant does not give all of it. */
    Optional<DetectionOutputs> detector() {
        return DetectionOutputs.of(baseline.outputs())
                .filter(outputs -> outputs.names().stream().allMatch(name -> counterpart(name) != null));
    }

    /** What the variant gave, by the names of the baseline. */
    Map<String, TensorData> asInBaseline(Map<String, TensorData> given, String first) {
        Map<String, TensorData> named = new HashMap<>();
        withFirst(first).forEach((name, other) -> named.put(name, given.get(other)));
        return named;
    }

    /** Fails where shapes differ although both models fix them; those that follow from the values may. */
    void checkShapes(Map<String, TensorData> expected, Map<String, TensorData> actual) {
        expected.forEach((name, tensor) -> {
            List<Long> dims = actual.get(name).dims();
            if (!tensor.dims().equals(dims) && !isFree(name, tensor.dims(), dims)) {
                throw new NarrowgaugeException(
                        ErrorCode.MODEL_INVALID,
                        "Output " + name + " of the baseline has shape " + tensor.dims() + ", that of the variant "
                                + dims + "; they must be equal to compare them.");
            }
        });
    }

    private boolean isFree(String name, List<Long> expected, List<Long> actual) {
        List<Long> declared = baseline.outputs().stream()
                .filter(slot -> slot.name().equals(name))
                .findFirst()
                .orElseThrow()
                .dims();
        if (expected.size() != actual.size() || declared.size() != actual.size()) {
            return false;
        }
        for (int axis = 0; axis < declared.size(); axis++) {
            if (!expected.get(axis).equals(actual.get(axis)) && declared.get(axis) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Null where the variant has none. */
    private String counterpart(String name) {
        List<String> others = variant.outputs().stream().map(TensorSlot::name).toList();
        if (others.contains(name)) {
            return name;
        }
        int place = baseline.outputs().stream().map(TensorSlot::name).toList().indexOf(name);
        return place < others.size() ? others.get(place) : null;
    }
}

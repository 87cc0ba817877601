package dev.narrowgauge.engine.onnx.dataset;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorDescription;
import java.util.List;

/** What a model wants fed: -1 stands for a dimension that is not fixed, no dimensions for a scalar or unknown rank. */
public record InputSpec(String name, ElementType elementType, List<Long> dims) {
    public InputSpec {
        requireNonNull(name, "name is null");
        requireNonNull(elementType, "elementType is null");
        dims = List.copyOf(dims);
    }

    public static InputSpec of(TensorDescription input) {
        return new InputSpec(input.name(), input.elementType(), input.dims());
    }

    /** Whether a tensor of these dimensions can be fed; axes before the first one are not compared. */
    boolean accepts(List<Long> actual, int firstAxis) {
        if (actual.size() != dims.size()) {
            return false;
        }
        for (int axis = firstAxis; axis < dims.size(); axis++) {
            if (dims.get(axis) >= 0 && !dims.get(axis).equals(actual.get(axis))) {
                return false;
            }
        }
        return true;
    }
}

package dev.narrowgauge.engine.onnx.dataset;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.ValueInfo;
import java.util.List;

/** What a model wants fed: -1 stands for a dimension that is not fixed, no dimensions for a scalar or unknown rank. */
public record InputSpec(String name, ElementType elementType, List<Long> dims) {
    public InputSpec {
        requireNonNull(name, "name is null");
        requireNonNull(elementType, "elementType is null");
        dims = List.copyOf(dims);
    }

    public static InputSpec of(ValueInfo input) {
        return new InputSpec(input.name(), input.elementType(), input.dims());
    }

    /**
     * The input as a dataset of the float32 original feeds it: in float32 where the model takes 16-bit floats and the
     * dataset does not have them. Whoever runs the model converts.
     */
    public InputSpec fedFrom(SampleSet dataset) {
        boolean half = elementType == ElementType.FLOAT16 || elementType == ElementType.BFLOAT16;
        boolean givenInFloat32 = dataset.arrays().stream()
                .anyMatch(array -> array.name().equals(name) && array.elementType() == ElementType.FLOAT);
        return half && givenInFloat32 ? new InputSpec(name, ElementType.FLOAT, dims) : this;
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

package dev.narrowgauge.engine.runtime.session;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxJavaType;
import java.util.List;

/**
 * An input or output of a session: its name, element type and dimensions, -1 where a dimension is free.
 *
 * @param dimensionNames symbolic names of the dimensions, empty where there is none
 */
public record TensorSlot(String name, OnnxJavaType type, List<Long> dims, List<String> dimensionNames) {
    public TensorSlot {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        dims = List.copyOf(dims);
        dimensionNames = List.copyOf(dimensionNames);
    }

    public boolean hasFreeBatch() {
        return !dims.isEmpty() && dims.getFirst() < 0;
    }

    /** Whether float32 samples can be fed: as they are, or rounded to the 16-bit floats that the model takes. */
    public boolean isFloat() {
        return type == OnnxJavaType.FLOAT || HalfValues.isHalf(type);
    }
}

package dev.narrowgauge.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Name, element type and shape of a tensor.
 *
 * @param elementType ONNX name in lower case: float, float16, int64, …
 * @param dims -1 where a dimension is not fixed
 */
public record TensorDescription(String name, String elementType, List<Long> dims) {
    public TensorDescription {
        requireNonNull(name, "name is null");
        requireNonNull(elementType, "elementType is null");
        dims = List.copyOf(dims);
    }
}

package dev.narrowgauge.engine.onnx.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Name, element type and shape of a model's input or output, as ONNX declares a value, or of an array of a dataset; -1 stands
 * for a dimension that is not fixed. A value that is no tensor has type {@link ElementType#UNDEFINED}; one of unknown rank has
 * no dimensions. What of it is stored and told to clients is {@code TensorDescription}, whose element type is a word.
 */
public record ValueInfo(String name, ElementType elementType, List<Long> dims) {
    public ValueInfo {
        requireNonNull(name, "name is null");
        requireNonNull(elementType, "elementType is null");
        dims = List.copyOf(dims);
    }
}

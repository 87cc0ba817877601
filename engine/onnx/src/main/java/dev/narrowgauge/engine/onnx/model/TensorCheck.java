package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.MODEL_DIMENSION_OVERFLOW;
import static dev.narrowgauge.engine.onnx.model.OnnxModelValidator.checkName;
import static dev.narrowgauge.engine.onnx.model.OnnxModelValidator.invalid;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.proto.SparseTensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.file.Path;
import java.util.List;

/** Checks that a tensor has a known type, a shape that can exist, and the bytes that type and shape ask for. */
final class TensorCheck {
    private static final int MAX_RANK = 64;

    private final ExternalData external;

    TensorCheck(Path directory) {
        this.external = new ExternalData(directory);
    }

    void check(TensorProto tensor) {
        checkName(tensor.getName());
        ElementType type = ElementType.ofNumber(tensor.getDataType()).orElse(ElementType.UNDEFINED);
        if (type == ElementType.UNDEFINED) {
            throw invalid("The tensor '" + tensor.getName() + "' has element type number " + tensor.getDataType()
                    + ", which ONNX does not define.");
        }
        if (tensor.hasSegment()) {
            throw invalid("The tensor '" + tensor.getName() + "' is split into segments; export it as one piece.");
        }
        long elements = elements(tensor.getName(), tensor.getDimsList());
        if (ExternalData.isExternal(tensor)) {
            external.bytes(tensor);
            return;
        }
        checkContent(tensor, type, elements);
    }

    void check(SparseTensorProto tensor) {
        check(tensor.getValues());
        check(tensor.getIndices());
        elements(tensor.getValues().getName(), tensor.getDimsList());
    }

    private static long elements(String name, List<Long> dims) {
        if (dims.size() > MAX_RANK) {
            throw invalid("The tensor '" + name + "' has " + dims.size() + " dimensions; at most " + MAX_RANK
                    + " are supported.");
        }
        if (dims.stream().anyMatch(dimension -> dimension < 0)) {
            throw invalid("The tensor '" + name + "' has a negative dimension: " + dims + ".");
        }
        try {
            return TensorValues.elementCount(dims);
        } catch (ArithmeticException e) {
            throw overflow(name, dims, e);
        }
    }

    private static void checkContent(TensorProto tensor, ElementType type, long elements) {
        try {
            boolean raw = tensor.hasRawData() && type.hasFixedWidth();
            long expected = raw ? type.byteCount(elements) : TypedFields.expectedEntries(type, elements);
            long actual = raw ? tensor.getRawData().size() : TypedFields.entries(tensor, type);
            if (actual != expected) {
                throw invalid("The tensor '" + tensor.getName() + "' of shape " + tensor.getDimsList() + " and type "
                        + type.lowerCaseName() + " needs " + expected + (raw ? " bytes" : " values") + ", but has "
                        + actual + ".");
            }
        } catch (ArithmeticException e) {
            throw overflow(tensor.getName(), tensor.getDimsList(), e);
        }
    }

    private static NarrowgaugeException overflow(String name, List<Long> dims, ArithmeticException cause) {
        return new NarrowgaugeException(
                MODEL_DIMENSION_OVERFLOW,
                "The dimensions of the tensor '" + name + "' multiply to more than 2^63: " + dims + ".",
                cause);
    }
}

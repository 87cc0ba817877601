package dev.narrowgauge.engine.quantizer.cost;

import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.List;

/** Shapes as numbers. A length that is not known counts as one: it is missing on every side of a comparison. */
final class Sizes {
    private final Shapes shapes;

    Sizes(Shapes shapes) {
        this.shapes = shapes;
    }

    List<Long> of(String value) {
        return shapes.of(value).orElse(List.of()).stream().map(Sizes::length).toList();
    }

    long elements(String value) {
        return product(of(value));
    }

    /** The length of that axis, counted from the last one where negative; one where there is none such. */
    long axis(String value, int axis) {
        List<Long> shape = of(value);
        int place = axis < 0 ? axis + shape.size() : axis;
        return place >= 0 && place < shape.size() ? shape.get(place) : 1;
    }

    static long product(List<Long> shape) {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    private static long length(Dimension dimension) {
        return dimension.number().orElse(1);
    }
}

package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import java.util.OptionalInt;

/** A Resize of an image that repeats each pixel a power of two times in both directions. */
public final class Upscaling {
    private static final int IMAGE_DIMENSIONS = 4;
    private static final int SCALES = 2;

    private Upscaling() {}

    /** How often the node doubles height and width; empty where it does something else. */
    public static OptionalInt doublings(GraphNode node, Graph graph) {
        boolean repeats = node.isStandard("Resize")
                && node.stringAttribute("mode", "nearest").equals("nearest")
                && node.stringAttribute("coordinate_transformation_mode", "half_pixel")
                        .equals("asymmetric")
                && node.stringAttribute("nearest_mode", "round_prefer_floor").equals("floor")
                && !node.hasAttribute("axes")
                && node.input(SCALES + 1).isEmpty();
        if (!repeats || graph.constant(node.input(SCALES)).isEmpty()) {
            return OptionalInt.empty();
        }
        float[] scales = TensorValues.floats(graph.constant(node.input(SCALES)).orElseThrow());
        boolean isImage =
                scales.length == IMAGE_DIMENSIONS && scales[0] == 1 && scales[1] == 1 && scales[2] == scales[3];
        return isImage ? powerOfTwo(scales[2]) : OptionalInt.empty();
    }

    private static OptionalInt powerOfTwo(float scale) {
        int exponent = Math.getExponent(scale);
        return scale == Math.scalb(1f, exponent) && exponent >= 1 ? OptionalInt.of(exponent) : OptionalInt.empty();
    }
}

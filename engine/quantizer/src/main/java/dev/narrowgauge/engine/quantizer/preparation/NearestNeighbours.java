package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says a Resize that repeats each pixel as the one for which the runtime has a fast loop: result i is value ⌊i / s⌋. With a
 * whole scale s the nearest of {@code (i + ½) / s − ½} is the same, as that is never half-way between two values.
 */
final class NearestNeighbours {
    private static final int SCALES = 2;
    private static final int SIZES = 3;
    private static final int IMAGE_DIMENSIONS = 4;

    private static final Set<String> CENTRED = Set.of("half_pixel", "pytorch_half_pixel", "half_pixel_symmetric");
    private static final Set<String> ROUNDED = Set.of("round_prefer_floor", "round_prefer_ceil");

    private NearestNeighbours() {}

    /** Changes the graph in place. */
    static void apply(Graph graph) {
        Shapes shapes = Shapes.of(graph);
        for (GraphNode node : graph.topologicalOrder()) {
            if (isNearest(node)) {
                scales(graph, node, shapes)
                        .filter(NearestNeighbours::repeatsPixels)
                        .ifPresent(scales -> replace(graph, node, scales));
            }
        }
    }

    private static boolean isNearest(GraphNode node) {
        if (!node.isStandard("Resize")
                || !node.stringAttribute("mode", "nearest").equals("nearest")
                || node.hasAttribute("axes")) {
            return false;
        }
        String coordinates = node.stringAttribute("coordinate_transformation_mode", "half_pixel");
        String rounding = node.stringAttribute("nearest_mode", "round_prefer_floor");
        return CENTRED.contains(coordinates) && ROUNDED.contains(rounding)
                || coordinates.equals("asymmetric") && rounding.equals("floor");
    }

    private static Optional<float[]> scales(Graph graph, GraphNode node, Shapes shapes) {
        if (node.input(SIZES).isEmpty()) {
            return graph.constant(node.input(SCALES)).map(TensorValues::floats);
        }
        Optional<long[]> sizes = graph.constant(node.input(SIZES)).map(TensorValues::longs);
        Optional<List<Dimension>> shape = shapes.of(node.input(0));
        if (sizes.isEmpty() || shape.isEmpty() || shape.get().size() != sizes.get().length) {
            return Optional.empty();
        }
        float[] scales = new float[sizes.get().length];
        for (int i = 0; i < scales.length; i++) {
            // NaN, which is no whole number, where a length is not known.
            float length = shape.get().get(i).number().stream()
                    .mapToObj(number -> (float) number)
                    .findFirst()
                    .orElse(Float.NaN);
            scales[i] = sizes.get()[i] / length;
        }
        return Optional.of(scales);
    }

    private static boolean repeatsPixels(float[] scales) {
        if (scales.length != IMAGE_DIMENSIONS || scales[0] != 1 || scales[1] != 1) {
            return false;
        }
        return isWhole(scales[2]) && isWhole(scales[3]) && scales[2] * scales[3] > 1;
    }

    private static boolean isWhole(float scale) {
        return scale >= 1 && scale == Math.rint(scale);
    }

    private static void replace(Graph graph, GraphNode node, float[] scales) {
        String name = graph.freshName("k");
        graph.putInitializer(Tensors.floats(name, scales, scales.length));
        graph.replace(
                node,
                "Resize",
                List.of(node.input(0), "", name),
                List.of(
                        Attributes.text("coordinate_transformation_mode", "asymmetric"),
                        Attributes.text("mode", "nearest"),
                        Attributes.text("nearest_mode", "floor")));
    }
}

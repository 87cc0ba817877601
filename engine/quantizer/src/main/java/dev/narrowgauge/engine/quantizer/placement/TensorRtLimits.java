package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where int8 does not pay in TensorRT: tensor cores work on tiles, and a narrow node leaves most of a tile empty. */
final class TensorRtLimits {
    private static final long TILE = 16;
    private static final long SMALL_TILE = 8;

    private TensorRtLimits() {}

    static Optional<String> obstacle(GraphNode node, Graph graph) {
        return switch (node.opType()) {
            case "Conv", "ConvTranspose", "Gemm" -> WeightedNodes.computedConstant(node, graph);
            case "MatMul" -> matMul(node, graph);
            default -> Optional.empty();
        };
    }

    static Optional<String> loss(GraphNode node, Graph graph, Supplier<Shapes> shapes) {
        return switch (node.opType()) {
            case "Conv", "ConvTranspose" -> convolution(node, weights(node, graph));
            case "Gemm", "MatMul" -> matrix(node, weights(node, graph), rows(node, shapes.get()));
            default -> Optional.empty();
        };
    }

    private static Optional<String> convolution(GraphNode node, TensorProto weights) {
        boolean transposed = node.opType().equals("ConvTranspose");
        long groups = node.intAttribute("group", 1);
        long from = weights.getDims(transposed ? 0 : 1) * (transposed ? 1 : groups);
        long to = weights.getDims(transposed ? 1 : 0) * (transposed ? groups : 1);
        return isNarrow(from) || isNarrow(to)
                ? Optional.of(("It has %d input and %d output channels; fewer than %d that are no multiple of %d"
                                + " are faster in float.")
                        .formatted(from, to, TILE, SMALL_TILE))
                : Optional.empty();
    }

    private static boolean isNarrow(long channels) {
        return channels < TILE && channels % SMALL_TILE != 0;
    }

    private static Optional<String> matMul(GraphNode node, Graph graph) {
        if (Stream.of(0, 1).noneMatch(i -> graph.constant(node.input(i)).isPresent())) {
            return Optional.of("Both its operands are computed; TensorRT's attention kernels take them in float.");
        }
        if (graph.constant(node.input(1)).isEmpty()) {
            return Optional.of("Its second operand is computed, not constant.");
        }
        return weights(node, graph).getDimsCount() < 2 ? Optional.of("One operand is a vector.") : Optional.empty();
    }

    private static Optional<String> matrix(GraphNode node, TensorProto weights, Dimension rows) {
        int last = weights.getDimsCount() - 1;
        boolean transposed = node.intAttribute("transB", 0) != 0;
        long inner = weights.getDims(transposed ? last : last - 1);
        long columns = weights.getDims(transposed ? last - 1 : last);
        if (rows.is(1) || columns == 1) {
            return Optional.of("It multiplies a single row or column, which reads more than it computes.");
        }
        return inner < TILE || columns < TILE
                ? Optional.of("It multiplies with a %d by %d matrix; below %d in either it is faster in float."
                        .formatted(inner, columns, TILE))
                : Optional.empty();
    }

    /** Of the first operand; unknown where the model leaves that open. */
    private static Dimension rows(GraphNode node, Shapes shapes) {
        int fromLast = node.intAttribute("transA", 0) == 0 ? 2 : 1;
        return shapes.of(node.input(0))
                .filter(shape -> shape.size() >= 2)
                .map(shape -> shape.get(shape.size() - fromLast))
                .orElse(Dimension.UNKNOWN);
    }

    private static TensorProto weights(GraphNode node, Graph graph) {
        return graph.constant(node.input(1)).orElseThrow();
    }
}

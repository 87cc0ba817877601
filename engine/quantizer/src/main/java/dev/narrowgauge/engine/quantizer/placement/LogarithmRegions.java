package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.HashSet;
import java.util.Set;

/**
 * The nodes whose results a logarithm reads. To it only the ratio of values counts, and a step of eight bits is as large as
 * the small values are, which in a power spectrum are nearly all. What a spectrum is made from counts as much: the square of
 * a rounded number is rounded twice as much.
 *
 * <p>From a logarithm back they are the nodes that hand positive values on; a product with constant weights, as of mel bands;
 * and where a square lies before, on to the products that it is of, as a Fourier transform written as a convolution is, and
 * what frames and windows the sound for them. What bounds its result, as a Softmax does, is the last.
 */
public final class LogarithmRegions {
    public static final String REASON =
            "A logarithm reads what it gives: there ratios count, and eight bits hold no ratio above 255.";

    /** What hands values on, so that an error in them stays the same part of them, more or less. */
    private static final Set<String> HAND_ON = Set.of(
            "Abs",
            "Add",
            "Cast",
            "Clip",
            "Concat",
            "Div",
            "Gather",
            "Identity",
            "Max",
            "Min",
            "Mul",
            "Pad",
            "Pow",
            "ReduceL1",
            "ReduceL2",
            "ReduceMean",
            "ReduceSum",
            "ReduceSumSquare",
            "Relu",
            "Reshape",
            "Slice",
            "Split",
            "Sqrt",
            "Squeeze",
            "Sub",
            "Sum",
            "Transpose",
            "Unsqueeze",
            "Where");

    private static final Set<String> PRODUCTS = Set.of("Conv", "Gemm", "MatMul");
    private static final Set<String> BOUNDED = Set.of("Exp", "Sigmoid", "Softmax", "Softplus", "HardSigmoid");
    private static final double SQUARE = 2;

    private final Graph graph;
    private final Set<GraphNode> nodes = new HashSet<>();

    private LogarithmRegions(Graph graph) {
        this.graph = graph;
    }

    public static LogarithmRegions of(Graph graph) {
        var regions = new LogarithmRegions(graph);
        for (GraphNode node : graph.topologicalOrder()) {
            if (node.isStandard("Log")) {
                regions.takePositive(node.input(0), new HashSet<>());
            }
        }
        return regions;
    }

    public boolean contains(GraphNode node) {
        return nodes.contains(node);
    }

    /** Between the logarithm and the first product, or the square before it. */
    private void takePositive(String value, Set<String> seen) {
        GraphNode producer = producer(value);
        if (producer == null || !seen.add(value)) {
            return;
        }
        if (isProduct(producer)) {
            nodes.add(producer);
            if (leadsToSquare(data(producer), new HashSet<>())) {
                takePower(data(producer), seen);
            }
        } else if (BOUNDED.contains(producer.opType())) {
            nodes.add(producer);
        } else if (HAND_ON.contains(producer.opType())) {
            nodes.add(producer);
            boolean square = isSquare(producer);
            for (String input : producer.inputs()) {
                if (square) {
                    takeSquared(input, seen);
                } else {
                    takePositive(input, seen);
                }
            }
        }
    }

    /** Between bands and the square before them. */
    private void takePower(String value, Set<String> seen) {
        GraphNode producer = producer(value);
        if (producer == null || !seen.add(value) || !HAND_ON.contains(producer.opType())) {
            return;
        }
        nodes.add(producer);
        boolean square = isSquare(producer);
        for (String input : producer.inputs()) {
            if (square) {
                takeSquared(input, seen);
            } else {
                takePower(input, seen);
            }
        }
    }

    /** Before the square: up to the products that it is of. */
    private void takeSquared(String value, Set<String> seen) {
        GraphNode producer = producer(value);
        if (producer == null || !seen.add(value)) {
            return;
        }
        if (isProduct(producer)) {
            nodes.add(producer);
            takeFrames(data(producer), seen);
        } else if (HAND_ON.contains(producer.opType())) {
            nodes.add(producer);
            producer.inputs().forEach(input -> takeSquared(input, seen));
        }
    }

    /** Before a Fourier transform. */
    private void takeFrames(String value, Set<String> seen) {
        GraphNode producer = producer(value);
        if (producer != null && seen.add(value) && HAND_ON.contains(producer.opType())) {
            nodes.add(producer);
            producer.inputs().forEach(input -> takeFrames(input, seen));
        }
    }

    private boolean leadsToSquare(String value, Set<String> seen) {
        GraphNode producer = producer(value);
        if (producer == null || !seen.add(value) || !HAND_ON.contains(producer.opType())) {
            return false;
        }
        return isSquare(producer) || producer.inputs().stream().anyMatch(input -> leadsToSquare(input, seen));
    }

    private GraphNode producer(String value) {
        return graph.producer(value).filter(node -> node.domain().isEmpty()).orElse(null);
    }

    private boolean isProduct(GraphNode node) {
        return PRODUCTS.contains(node.opType())
                && (graph.constant(node.input(1)).isPresent()
                        || graph.constant(node.input(0)).isPresent());
    }

    /** What the weights of a product are multiplied with. */
    private String data(GraphNode product) {
        return product.input(graph.constant(product.input(0)).isPresent() ? 1 : 0);
    }

    private boolean isSquare(GraphNode node) {
        return switch (node.opType()) {
            case "Mul" -> node.input(0).equals(node.input(1));
            case "Pow" ->
                graph.constant(node.input(1)).filter(LogarithmRegions::isTwo).isPresent();
            case "ReduceSumSquare", "ReduceL2" -> true;
            default -> false;
        };
    }

    private static boolean isTwo(TensorProto exponent) {
        return TensorValues.elementType(exponent) == ElementType.FLOAT
                && TensorValues.floats(exponent).length == 1
                && TensorValues.floats(exponent)[0] == SQUARE;
    }
}

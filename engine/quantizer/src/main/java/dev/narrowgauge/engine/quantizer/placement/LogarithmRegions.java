package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
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

    /** What a value is on the way back from the logarithm. */
    private enum Part {
        /** Between the logarithm and the first product, or the square before it. */
        POSITIVE,
        /** Between bands and the square before them. */
        POWER,
        /** Between the square and the products that it is of. */
        AMPLITUDE,
        /** Before a Fourier transform. */
        SOUND
    }

    private record Step(String value, Part part) {}

    private final Graph graph;
    private final Set<GraphNode> nodes = new HashSet<>();

    private LogarithmRegions(Graph graph) {
        this.graph = graph;
    }

    public static LogarithmRegions of(Graph graph) {
        var regions = new LogarithmRegions(graph);
        Set<Step> seen = new HashSet<>();
        for (GraphNode node : graph.topologicalOrder()) {
            if (node.isStandard("Log")) {
                regions.takeBefore(new Step(node.input(0), Part.POSITIVE), seen);
            }
        }
        return regions;
    }

    public boolean contains(GraphNode node) {
        return nodes.contains(node);
    }

    private void takeBefore(Step first, Set<Step> seen) {
        Deque<Step> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Step step = open.pop();
            GraphNode producer = producer(step.value());
            if (producer != null && seen.add(step)) {
                open.addAll(take(producer, step.part()));
            }
        }
    }

    /** Takes a node that belongs to the region; what lies before it. */
    private List<Step> take(GraphNode node, Part part) {
        if (isProduct(node)) {
            return takeProduct(node, part);
        }
        if (HAND_ON.contains(node.opType())) {
            nodes.add(node);
            boolean ofAmplitudes = part == Part.POSITIVE || part == Part.POWER;
            Part before = ofAmplitudes && isSquare(node) ? Part.AMPLITUDE : part;
            return node.inputs().stream().map(input -> new Step(input, before)).toList();
        }
        if (part == Part.POSITIVE && BOUNDED.contains(node.opType())) {
            nodes.add(node);
        }
        return List.of();
    }

    private List<Step> takeProduct(GraphNode product, Part part) {
        return switch (part) {
            case POSITIVE -> {
                nodes.add(product);
                yield leadsToSquare(data(product)) ? List.of(new Step(data(product), Part.POWER)) : List.of();
            }
            case AMPLITUDE -> {
                nodes.add(product);
                yield List.of(new Step(data(product), Part.SOUND));
            }
            case POWER, SOUND -> List.of();
        };
    }

    private boolean leadsToSquare(String value) {
        Deque<String> open = new ArrayDeque<>(List.of(value));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String next = open.pop();
            GraphNode producer = producer(next);
            if (producer == null || !seen.add(next) || !HAND_ON.contains(producer.opType())) {
                continue;
            }
            if (isSquare(producer)) {
                return true;
            }
            open.addAll(producer.inputs());
        }
        return false;
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

package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One value as a function of another, where only elementwise operators and scalar constants lie between them. Exporters
 * write an activation in many ways; all of them are the same function.
 */
final class ScalarFunction {
    /** Longer than any activation is written; bounds the search. */
    private static final int MOST_NODES = 14;

    private final Graph graph;
    private final String variable;
    private final Set<GraphNode> nodes = new HashSet<>();

    private ScalarFunction(Graph graph, String variable) {
        this.graph = graph;
        this.variable = variable;
    }

    /** The nodes between the variable and the result, if nothing else goes into it; otherwise empty. */
    static Set<GraphNode> nodesBetween(Graph graph, String variable, GraphNode result) {
        ScalarFunction function = new ScalarFunction(graph, variable);
        return function.collect(result) ? function.nodes : Set.of();
    }

    /** What {@code result} computes from that number, if {@link #nodesBetween} is not empty. */
    static double apply(Graph graph, String variable, GraphNode result, double number) {
        return new ScalarFunction(graph, variable).compute(result, number);
    }

    private boolean collect(GraphNode node) {
        if (!nodes.add(node)) {
            return true;
        }
        if (nodes.size() > MOST_NODES || !isElementwise(node)) {
            return false;
        }
        for (String input : node.inputs()) {
            boolean known = input.isEmpty()
                    || input.equals(variable)
                    || Operands.scalar(graph, input).isPresent();
            if (!known && !graph.producer(input).filter(this::collect).isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isElementwise(GraphNode node) {
        return node.domain().isEmpty()
                && switch (node.opType()) {
                    case "Add", "Sub", "Mul", "Div", "Pow", "Min", "Max" ->
                        node.inputs().size() == 2;
                    case "Neg", "Erf", "Tanh", "Sigmoid", "Relu", "HardSigmoid", "Clip", "Identity" -> true;
                    default -> false;
                };
    }

    private double valueOf(String value, double number) {
        if (value.equals(variable)) {
            return number;
        }
        OptionalDouble constant = Operands.scalar(graph, value);
        return constant.isPresent()
                ? constant.getAsDouble()
                : compute(graph.producer(value).orElseThrow(), number);
    }

    private double compute(GraphNode node, double number) {
        double first = valueOf(node.input(0), number);
        return switch (node.opType()) {
            case "Add" -> first + valueOf(node.input(1), number);
            case "Sub" -> first - valueOf(node.input(1), number);
            case "Mul" -> first * valueOf(node.input(1), number);
            case "Div" -> first / valueOf(node.input(1), number);
            case "Pow" -> Math.pow(first, valueOf(node.input(1), number));
            case "Min" -> Math.min(first, valueOf(node.input(1), number));
            case "Max" -> Math.max(first, valueOf(node.input(1), number));
            case "Neg" -> -first;
            case "Erf" -> erf(first);
            case "Tanh" -> Math.tanh(first);
            case "Sigmoid" -> 1 / (1 + Math.exp(-first));
            case "Relu" -> Math.max(first, 0);
            case "HardSigmoid" ->
                Math.clamp(node.floatAttribute("alpha", 0.2f) * first + node.floatAttribute("beta", 0.5f), 0.0, 1.0);
            case "Clip" -> clip(node, first, number);
            default -> first;
        };
    }

    private double clip(GraphNode node, double value, double number) {
        List<String> inputs = node.inputs();
        double low = node.floatAttribute("min", Float.NEGATIVE_INFINITY);
        double high = node.floatAttribute("max", Float.POSITIVE_INFINITY);
        if (inputs.size() > 1 && !node.input(1).isEmpty()) {
            low = valueOf(node.input(1), number);
        }
        if (inputs.size() > 2 && !node.input(2).isEmpty()) {
            high = valueOf(node.input(2), number);
        }
        return Math.min(Math.max(value, low), high);
    }

    /**
     * The error function {@code 2/√π ∫₀ˣ exp(−t²) dt} by formula 7.1.26 of Abramowitz and Stegun, Handbook of Mathematical
     * Functions (1964); its absolute error is below 1.5e-7.
     */
    static double erf(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return Math.signum(x) * (1 - sum * Math.exp(-x * x));
    }
}

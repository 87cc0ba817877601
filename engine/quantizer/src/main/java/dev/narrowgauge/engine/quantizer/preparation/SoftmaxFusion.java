package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says {@code exp(x − max x) / Σ exp(x − max x)}, with or without the maximum, as one Softmax. Left in pieces the
 * exponentials have a range that follows the largest logit, where the whole has the range from 0 to 1.
 */
final class SoftmaxFusion implements Rewriting {
    @Override
    public String step() {
        return "softmax";
    }

    /** The first whose Softmax works along one axis. */
    @Override
    public long opset() {
        return 13;
    }

    @Override
    public List<String> apply(Graph graph) {
        List<String> written = new ArrayList<>();
        Shapes shapes = Shapes.of(graph);
        ElementTypes types = ElementTypes.of(graph);
        for (GraphNode node : graph.topologicalOrder()) {
            if (new Match(graph, shapes).fuse(node, types)) {
                written.add(node.name());
            }
        }
        return written;
    }

    /** One attempt; collects the nodes that it has recognised. */
    private static final class Match {
        private final Graph graph;
        private final Shapes shapes;
        private final Set<GraphNode> nodes = new HashSet<>();

        /** @param axis counted from the last one */
        private record Reduction(GraphNode node, long axis) {}

        Match(Graph graph, Shapes shapes) {
            this.graph = graph;
            this.shapes = shapes;
        }

        boolean fuse(GraphNode quotient, ElementTypes types) {
            Optional<GraphNode> exponential = exponential(quotient);
            if (exponential.isEmpty()) {
                return false;
            }
            nodes.addAll(List.of(quotient, exponential.get()));
            Optional<Reduction> sum = sum(quotient, exponential.get().output(0));
            if (sum.isEmpty()) {
                return false;
            }
            nodes.add(sum.get().node());
            long axis = sum.get().axis();
            String logits = logits(exponential.get(), axis);
            if (!types.isFloat32(logits) || !Operands.isClosed(graph, nodes, quotient)) {
                return false;
            }
            Operands.replace(
                    graph, nodes, quotient, "Softmax", List.of(logits), List.of(Attributes.integer("axis", axis)));
            return true;
        }

        /** What is divided, if that is an exponential. */
        private Optional<GraphNode> exponential(GraphNode quotient) {
            if (quotient.isStandard("Div")) {
                return Operands.producer(graph, quotient.input(0), "Exp");
            }
            return quotient.isStandard("Mul")
                    ? Operands.producer(graph, quotient.input(0), "Exp")
                            .or(() -> Operands.producer(graph, quotient.input(1), "Exp"))
                    : Optional.empty();
        }

        /** What sums the exponentials up to the divisor. */
        private Optional<Reduction> sum(GraphNode quotient, String exponentials) {
            String divisor = quotient.input(0).equals(exponentials) ? quotient.input(1) : quotient.input(0);
            if (!quotient.isStandard("Mul")) {
                return reduction("ReduceSum", divisor, exponentials);
            }
            Optional<GraphNode> inverse = Operands.producer(graph, divisor, "Reciprocal");
            inverse.ifPresent(nodes::add);
            return inverse.flatMap(node -> reduction("ReduceSum", node.input(0), exponentials));
        }

        /** The producer of {@code result}, if it reduces one axis of {@code operand} and keeps the dimension. */
        private Optional<Reduction> reduction(String opType, String result, String operand) {
            Optional<GraphNode> node = Operands.producer(graph, result, opType)
                    .filter(found -> found.input(0).equals(operand) && found.intAttribute("keepdims", 1) == 1);
            List<Long> axes = node.map(found -> Operands.axes(graph, found)).orElse(List.of());
            if (axes.size() != 1
                    || (axes.getFirst() >= 0 && shapes.rank(operand).isEmpty())) {
                return Optional.empty();
            }
            long axis = axes.getFirst() < 0
                    ? axes.getFirst()
                    : axes.getFirst() - shapes.rank(operand).getAsInt();
            return Optional.of(new Reduction(node.get(), axis));
        }

        /** The exponent, or what its greatest value along the axis is subtracted from. */
        private String logits(GraphNode exponential, long axis) {
            String exponent = exponential.input(0);
            Optional<GraphNode> difference = Operands.producer(graph, exponent, "Sub");
            if (difference.isEmpty()) {
                return exponent;
            }
            String minuend = difference.get().input(0);
            Optional<Reduction> maximum =
                    reduction("ReduceMax", difference.get().input(1), minuend).filter(found -> found.axis() == axis);
            if (maximum.isEmpty()) {
                return exponent;
            }
            nodes.addAll(List.of(difference.get(), maximum.get().node()));
            return minuend;
        }
    }
}

package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Questions that patterns ask about the surroundings of a node. */
final class Operands {
    private Operands() {}

    /** The constant's only number; one with more than one dimension would add dimensions to what it meets. */
    static OptionalDouble scalar(Graph graph, String value) {
        Optional<TensorProto> constant = graph.constant(value)
                .filter(tensor -> tensor.getDimsCount() <= 1 && TensorValues.elementCount(tensor) == 1);
        return constant.isPresent()
                ? OptionalDouble.of(TensorValues.floats(constant.get())[0])
                : OptionalDouble.empty();
    }

    static boolean isScalar(Graph graph, String value, double expected) {
        OptionalDouble scalar = scalar(graph, value);
        return scalar.isPresent() && Math.abs(scalar.getAsDouble() - expected) <= 1e-6 * Math.abs(expected);
    }

    /** The axes of a reduction, which are an attribute or since opset 18 an input; empty when they are computed or left out. */
    static List<Long> axes(Graph graph, GraphNode node) {
        if (node.input(1).isEmpty()) {
            return node.intsAttribute("axes");
        }
        return graph.constant(node.input(1))
                .map(tensor -> Arrays.stream(TensorValues.longs(tensor)).boxed().toList())
                .orElse(List.of());
    }

    /** The producer of the value, if it is of that type. */
    static Optional<GraphNode> producer(Graph graph, String value, String opType) {
        return graph.producer(value).filter(node -> node.isStandard(opType));
    }

    /** The only reader of the value, if nothing else sees it. */
    static Optional<GraphNode> soleReader(Graph graph, String value) {
        List<GraphNode> readers = graph.consumers(value);
        return readers.size() == 1
                        && !graph.isGraphOutput(value)
                        && readers.getFirst().inputs().contains(value)
                ? Optional.of(readers.getFirst())
                : Optional.empty();
    }

    /** Whether nothing outside of the nodes reads what they compute, the last one's result apart. */
    static boolean isClosed(Graph graph, Set<GraphNode> nodes, GraphNode last) {
        return nodes.stream()
                .filter(node -> !node.equals(last))
                .flatMap(node -> node.outputs().stream())
                .allMatch(output -> !graph.isGraphOutput(output)
                        && graph.consumers(output).stream()
                                .allMatch(reader -> nodes.contains(reader)
                                        && !reader.capturedValues().contains(output)));
    }

    /** Removes all of the nodes but the last, which becomes the operator. */
    static void replace(
            Graph graph,
            Set<GraphNode> nodes,
            GraphNode last,
            String opType,
            List<String> inputs,
            List<AttributeProto> attributes) {
        nodes.stream().filter(node -> !node.equals(last)).forEach(graph::remove);
        graph.replace(last, opType, inputs, attributes);
    }
}

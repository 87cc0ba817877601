package dev.narrowgauge.engine.quantizer.float16;

import static dev.narrowgauge.engine.onnx.model.ElementType.FLOAT;
import static dev.narrowgauge.engine.onnx.model.ElementType.FLOAT16;

import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A float32 graph that rounds where the converted one would carry halves. A processor without half arithmetic computes
 * whole chains of converted nodes in float32, and would hide what happens on one that has it.
 */
final class HalfEmulation {
    private final Graph graph;
    private final ElementTypes types;
    private final Map<GraphNode, Optional<String>> reasonsToStay;

    private HalfEmulation(Graph graph, ElementTypes types, Map<GraphNode, Optional<String>> reasonsToStay) {
        this.graph = graph;
        this.types = types;
        this.reasonsToStay = reasonsToStay;
    }

    /** Changes the graph in place; values keep their names. */
    static void apply(Graph graph, ElementTypes types, Map<GraphNode, Optional<String>> reasonsToStay) {
        new HalfEmulation(graph, types, reasonsToStay).rewrite();
    }

    private void rewrite() {
        List.copyOf(graph.initializers()).stream()
                .filter(constant -> graph.constant(constant.getName()).isPresent())
                .filter(constant -> constant.getDataType() == FLOAT.number())
                .forEach(this::roundConstant);
        List.copyOf(graph.graphInputs()).stream()
                .map(ValueInfoProto::getName)
                .filter(types::isFloat32)
                .forEach(input -> roundFor(input, this::isHalf));
        reasonsToStay.forEach((node, reason) -> List.copyOf(node.outputs()).stream()
                .filter(types::isFloat32)
                .forEach(output -> {
                    if (reason.isEmpty()) {
                        roundResult(node, output);
                    } else {
                        roundFor(output, this::isHalf);
                    }
                }));
    }

    private boolean isHalf(GraphNode node) {
        return reasonsToStay.getOrDefault(node, Optional.of("")).isEmpty();
    }

    private void roundConstant(TensorProto constant) {
        List<GraphNode> readers = graph.consumers(constant.getName()).stream()
                .filter(this::isHalf)
                .toList();
        if (readers.isEmpty()) {
            return;
        }
        String rounded = graph.uniqueName(constant.getName() + ".r");
        TensorProto half = Float16Constants.of(rounded, constant, RangeRules.isBound(readers))
                .tensor();
        long[] dims = half.getDimsList().stream().mapToLong(Long::longValue).toArray();
        graph.putInitializer(Tensors.floats(rounded, TensorValues.floats(half), dims));
        readers.forEach(reader -> Casts.redirect(graph, reader, constant.getName(), rounded));
    }

    private void roundResult(GraphNode node, String output) {
        String exact = graph.uniqueName(output + ".x");
        graph.renameOutput(node, node.outputs().indexOf(output), exact);
        round(exact, output);
    }

    private void roundFor(String value, Predicate<GraphNode> reads) {
        List<GraphNode> readers = graph.consumers(value).stream().filter(reads).toList();
        if (!readers.isEmpty()) {
            String rounded = graph.uniqueName(value + ".r");
            round(value, rounded);
            readers.forEach(reader -> Casts.redirect(graph, reader, value, rounded));
        }
    }

    private void round(String value, String result) {
        String half = graph.uniqueName(value + ".h");
        Casts.add(graph, value, half, FLOAT16);
        Casts.add(graph, half, result, FLOAT);
    }
}

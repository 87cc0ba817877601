package dev.narrowgauge.engine.quantizer.qoperator;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a quantized model with integer operators: every float node between DequantizeLinear and QuantizeLinear that has an
 * integer operator becomes one, with the same scales and zero points. The codes keep their names. Where there is none, as
 * for types of 16 bits, the float node stays between its conversions.
 */
public final class OperatorFormat {
    private final Graph graph;
    private final QdqNeighbours neighbours;
    private final long opset;

    private OperatorFormat(Graph graph, long opset) {
        this.graph = graph;
        this.neighbours = new QdqNeighbours(graph);
        this.opset = opset;
    }

    /** @param model with QuantizeLinear and DequantizeLinear around float nodes */
    public static ModelProto of(ModelProto model) {
        Graph graph = Graph.of(model.getGraph());
        var format = new OperatorFormat(graph, opset(model));
        for (GraphNode node : List.copyOf(graph.topologicalOrder())) {
            IntegerOperator.of(node.domain(), node.opType()).ifPresent(operator -> format.rewrite(node, operator));
        }
        format.removeUnreadConversions();
        graph.removeUnusedInitializers();
        return withImport(model.toBuilder().setGraph(graph.toProto())).build();
    }

    private void rewrite(GraphNode node, IntegerOperator operator) {
        switch (operator.layout()) {
            case MOVE -> move(node);
            case INDEX ->
                neighbours.before(node.input(0)).ifPresent(codes -> graph.replaceInput(node, 0, codes.codes()));
            case INPUTS_RESULT, INPUTS_RESULT_BIAS, INPUTS_BIAS_RESULT, RESULT_INPUTS, CONDITION_INPUTS_RESULT ->
                compute(node, operator);
        }
    }

    private void move(GraphNode node) {
        Optional<Codes> input = neighbours.before(node.input(0));
        List<GraphNode> quantizers = node.outputs().stream()
                .flatMap(output -> neighbours.quantizer(output).stream())
                .toList();
        boolean unchanged = input.isPresent()
                && quantizers.size() == node.outputs().size()
                && quantizers.stream()
                        .allMatch(quantizer -> neighbours.sameParameters(input.get(), QdqNeighbours.codes(quantizer)));
        if (!unchanged) {
            return;
        }
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, input.get().codes());
        List<String> outputs =
                quantizers.stream().map(quantizer -> quantizer.output(0)).toList();
        node.outputs().forEach(this::removeReaders);
        graph.remove(node);
        graph.add("", node.opType(), node.name(), inputs, outputs, node.attributes());
    }

    private void compute(GraphNode node, IntegerOperator operator) {
        Optional<List<Codes>> data = data(node, operator);
        Optional<String> bias = bias(node, operator);
        boolean hasBias = !node.input(2).isEmpty() && takesBias(operator);
        if (data.isEmpty() || hasBias && bias.isEmpty() || isBeyond(node)) {
            return;
        }
        Optional<GraphNode> quantizer = neighbours.quantizer(node.output(0));
        if (quantizer.isPresent()) {
            Codes result = QdqNeighbours.codes(quantizer.get());
            removeReaders(node.output(0));
            graph.remove(node);
            graph.add(
                    operator.domain(),
                    operator.opType(),
                    node.name(),
                    inputs(node, operator.layout(), data.get(), bias, result.parameters()),
                    List.of(quantizer.get().output(0)),
                    attributes(node));
        } else if (!operator.withoutResultCodes().isEmpty()) {
            graph.remove(node);
            graph.add(
                    IntegerOperator.MICROSOFT,
                    operator.withoutResultCodes(),
                    node.name(),
                    operator.layout() == IntegerOperator.Layout.INPUTS_RESULT
                            ? integerToFloat(data.get())
                            : inputs(node, operator.layout(), data.get(), bias, List.of()),
                    node.outputs(),
                    node.attributes());
        }
    }

    private Optional<List<Codes>> data(GraphNode node, IntegerOperator operator) {
        int first = operator.layout() == IntegerOperator.Layout.CONDITION_INPUTS_RESULT ? 1 : 0;
        int last = takesBias(operator) ? 2 : node.inputs().size();
        List<Codes> data = node.inputs().subList(first, last).stream()
                .flatMap(input -> neighbours.before(input).stream())
                .toList();
        return data.size() == last - first ? Optional.of(data) : Optional.empty();
    }

    private static boolean takesBias(IntegerOperator operator) {
        return operator.layout() == IntegerOperator.Layout.INPUTS_RESULT_BIAS
                || operator.layout() == IntegerOperator.Layout.INPUTS_BIAS_RESULT;
    }

    private Optional<String> bias(GraphNode node, IntegerOperator operator) {
        return takesBias(operator) ? neighbours.biasBefore(node.input(2)) : Optional.empty();
    }

    /** What the float operator can and the integer operator cannot. */
    private static boolean isBeyond(GraphNode node) {
        return node.isStandard("AveragePool") && node.hasAttribute("dilations")
                || node.isStandard("Gemm") && node.floatAttribute("beta", 1) != 1;
    }

    private static List<String> inputs(
            GraphNode node,
            IntegerOperator.Layout layout,
            List<Codes> data,
            Optional<String> bias,
            List<String> result) {
        List<String> inputs = new ArrayList<>();
        if (layout == IntegerOperator.Layout.CONDITION_INPUTS_RESULT) {
            inputs.add(node.input(0));
        }
        if (layout == IntegerOperator.Layout.RESULT_INPUTS) {
            inputs.addAll(result);
        }
        data.forEach(codes -> inputs.addAll(codes.all()));
        if (layout == IntegerOperator.Layout.INPUTS_BIAS_RESULT) {
            inputs.add(bias.orElse(""));
        }
        if (layout != IntegerOperator.Layout.RESULT_INPUTS) {
            inputs.addAll(result);
        }
        if (layout == IntegerOperator.Layout.INPUTS_RESULT_BIAS) {
            bias.ifPresent(inputs::add);
        }
        return inputs;
    }

    /** That operator wants all codes, then all scales, then all zero points. */
    private static List<String> integerToFloat(List<Codes> data) {
        List<String> inputs = new ArrayList<>();
        data.forEach(codes -> inputs.add(codes.codes()));
        data.forEach(codes -> inputs.add(codes.scale()));
        data.forEach(codes -> inputs.add(codes.zeroPoint()));
        return inputs;
    }

    private List<AttributeProto> attributes(GraphNode node) {
        List<AttributeProto> attributes = new ArrayList<>(node.attributes());
        attributes.removeIf(attribute -> attribute.getName().equals("beta"));
        if (node.isStandard("Softmax")) {
            // Softmax meant another thing before opset 13; the integer operator has to be told which.
            attributes.add(Attributes.integer("opset", opset));
        }
        return attributes;
    }

    /** The QuantizeLinear, and the Relu or Clip before it, whose work the integer operator does. */
    private void removeReaders(String value) {
        for (GraphNode reader : graph.consumers(value)) {
            if (!reader.isStandard("QuantizeLinear")) {
                removeReaders(reader.output(0));
            }
            graph.remove(reader);
        }
    }

    private void removeUnreadConversions() {
        for (GraphNode node : List.copyOf(graph.nodes())) {
            if (node.isStandard("DequantizeLinear")
                    && graph.consumers(node.output(0)).isEmpty()
                    && !graph.isGraphOutput(node.output(0))) {
                graph.remove(node);
            }
        }
    }

    private static long opset(ModelProto model) {
        return model.getOpsetImportList().stream()
                .filter(imported -> imported.getDomain().isEmpty())
                .mapToLong(OperatorSetIdProto::getVersion)
                .max()
                .orElse(1);
    }

    private static ModelProto.Builder withImport(ModelProto.Builder model) {
        boolean imported = model.getOpsetImportList().stream()
                .anyMatch(opset -> opset.getDomain().equals(IntegerOperator.MICROSOFT));
        boolean needed = model.getGraph().getNodeList().stream()
                .anyMatch(node -> node.getDomain().equals(IntegerOperator.MICROSOFT));
        return imported || !needed
                ? model
                : model.addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain(IntegerOperator.MICROSOFT)
                        .setVersion(1));
    }
}

package dev.narrowgauge.engine.quantizer.imported;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model that comes quantized. It is never quantized again: its integers are somebody's decision, and rounding twice only
 * loses. Where its form hides an integer kernel from ONNX Runtime it is completed, without another result.
 *
 * @param model as it came, or completed
 * @param steps that it came quantized, and what was completed
 */
public record ImportedModel(QuantizedModel model, List<PreparationReport> steps) {
    private static final Set<String> CONVERSIONS =
            Set.of("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear");
    private static final Set<String> CUTS = Set.of("Relu", "Clip");
    private static final Set<String> FLOAT_RESULT = Set.of("MatMul", "Gemm");

    public ImportedModel {
        steps = List.copyOf(steps);
    }

    /** @param original a model in which {@link QuantizedForm#of} finds something, with all tensor data inside */
    public static ImportedModel of(ModelProto original) {
        Graph graph = Graph.of(original.getGraph());
        List<PreparationReport> completed = QuantizationCompletion.complete(graph);
        ModelProto model = completed.isEmpty()
                ? original
                : original.toBuilder().setGraph(graph.toProto()).build();
        List<NodeReport> nodes = nodes(graph);
        long quantized = count(nodes, NodeReport.QUANTIZED);
        List<PreparationReport> steps = new ArrayList<>();
        steps.add(new PreparationReport(
                "already-quantized",
                Math.toIntExact(quantized),
                "The model came quantized (" + forms(original) + ") and was not quantized again; "
                        + count(nodes, NodeReport.FLOAT) + " of its " + nodes.size() + " nodes are float."));
        steps.addAll(completed);
        return new ImportedModel(new QuantizedModel(model, List.of(), nodes, List.of()), steps);
    }

    private static long count(List<NodeReport> nodes, String placement) {
        return nodes.stream().filter(node -> node.placement().equals(placement)).count();
    }

    private static String forms(ModelProto model) {
        return QuantizedForm.of(model).stream()
                .map(form -> form.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    private static List<NodeReport> nodes(Graph graph) {
        ElementTypes types = ElementTypes.of(graph);
        return graph.topologicalOrder().stream()
                .filter(node -> !CONVERSIONS.contains(node.opType()))
                .map(node -> report(graph, types, node))
                .toList();
    }

    private static NodeReport report(Graph graph, ElementTypes types, GraphNode node) {
        if (isAbsorbed(graph, node)) {
            return new NodeReport(node.name(), node.opType(), NodeReport.ABSORBED, "");
        }
        String reason = reasonForFloat(graph, types, node);
        return new NodeReport(
                node.name(), node.opType(), reason.isEmpty() ? NodeReport.QUANTIZED : NodeReport.FLOAT, reason);
    }

    private static String reasonForFloat(Graph graph, ElementTypes types, GraphNode node) {
        if (QuantizedForm.ofOperator(node.opType()).isPresent()) {
            return "";
        }
        ElementType type = types.of(node.output(0));
        if (type != ElementType.UNDEFINED && type != ElementType.FLOAT) {
            return "It computes " + type.lowerCaseName() + ", not float32.";
        }
        if (!readsCodes(graph, node)) {
            return "The model came with it in float.";
        }
        boolean writesCodes = FLOAT_RESULT.contains(node.opType())
                || node.outputs().stream().allMatch(output -> isQuantized(graph, output) || isCutOff(graph, output));
        return writesCodes ? "" : "The model came with its result in float.";
    }

    private static boolean readsCodes(Graph graph, GraphNode node) {
        List<String> computed = node.inputs().stream()
                .filter(input -> !input.isEmpty() && graph.constant(input).isEmpty())
                .toList();
        return !computed.isEmpty()
                && computed.stream().allMatch(input -> QuantizationCompletion.isDequantized(graph, input));
    }

    private static boolean isQuantized(Graph graph, String value) {
        return !graph.isGraphOutput(value)
                && graph.consumers(value).stream().allMatch(reader -> reader.isStandard("QuantizeLinear"));
    }

    /** Whether a Relu or Clip that disappears in the next QuantizeLinear is all that reads the value. */
    private static boolean isCutOff(Graph graph, String value) {
        List<GraphNode> readers = graph.consumers(value);
        return readers.size() == 1 && isAbsorbed(graph, readers.getFirst());
    }

    private static boolean isAbsorbed(Graph graph, GraphNode node) {
        return node.domain().isEmpty()
                && CUTS.contains(node.opType())
                && isQuantized(graph, node.output(0))
                && !graph.isGraphOutput(node.input(0))
                && graph.consumers(node.input(0)).size() == 1
                && graph.producer(node.input(0))
                        .filter(producer -> readsCodes(graph, producer))
                        .isPresent();
    }
}

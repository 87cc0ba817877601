package dev.narrowgauge.engine.quantizer.float16;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Converts a float32 model to half precision, with casts where float32 has to stay. */
public final class Float16Converter {
    private Float16Converter() {}

    /**
     * @param prepared the float model with constants folded and all tensor data inside
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException with a MODEL_* code when it cannot be converted
     */
    public static QuantizedModel convert(ModelProto prepared, Recipe recipe) {
        ModelProto model = ModelPreparation.forFloat16(prepared);
        Graph graph = Graph.of(model.getGraph());
        ElementTypes types = ElementTypes.of(graph);
        Map<GraphNode, Optional<String>> reasonsToStay = new LinkedHashMap<>();
        graph.topologicalOrder()
                .forEach(node -> reasonsToStay.put(node, Float16Rules.reasonToStay(node, types, recipe)));
        Float16Rewriter rewriter = new Float16Rewriter(graph, types, reasonsToStay, recipe.keepIoTypes());
        rewriter.rewrite();
        ModelProto converted = model.toBuilder()
                .setGraph(graph.toProto())
                .setProducerName("narrowgauge")
                .clearProducerVersion()
                .build();
        return new QuantizedModel(converted, rewriter.tensorReports(), nodeReports(reasonsToStay, rewriter), List.of());
    }

    private static List<NodeReport> nodeReports(
            Map<GraphNode, Optional<String>> reasonsToStay, Float16Rewriter rewriter) {
        List<NodeReport> reports = new ArrayList<>();
        reasonsToStay.forEach((node, reason) -> reports.add(new NodeReport(
                node.name(),
                node.opType(),
                reason.isPresent() ? NodeReport.FLOAT : NodeReport.QUANTIZED,
                reason.orElseGet(() -> rewriter.remark(node)))));
        return reports;
    }
}

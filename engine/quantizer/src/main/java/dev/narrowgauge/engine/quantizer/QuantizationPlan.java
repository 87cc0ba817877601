package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.placement.Placement;
import dev.narrowgauge.engine.quantizer.placement.Placements;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What will be quantized, before anything has run. The same plan can be carried out with several statistics. */
public final class QuantizationPlan {
    private final ModelProto floatModel;
    private final Graph graph;
    private final Placements placements;
    private final Recipe recipe;

    QuantizationPlan(ModelProto floatModel, Graph graph, Placements placements, Recipe recipe) {
        this.floatModel = floatModel;
        this.graph = graph;
        this.placements = placements;
        this.recipe = recipe;
    }

    /** The float model to observe during calibration; it gives the same results as the one that was planned for. */
    public ModelProto floatModel() {
        return floatModel;
    }

    /** The float32 values of {@link #floatModel()} whose statistics {@link #quantize} needs; inputs may be among them. */
    public Set<String> observedTensors() {
        return new TreeSet<>(placements.quantizedValues().values());
    }

    /** The decision for every node, in the order of the data flow. */
    public List<NodeReport> nodes() {
        Map<String, String> quantized = placements.quantizedValues();
        return placements.nodes().stream()
                .map(node -> report(node, quantized.containsKey(node.output(0))))
                .toList();
    }

    private NodeReport report(GraphNode node, boolean resultIsQuantized) {
        return switch (placements.of(node)) {
            case Placement.Quantized _ -> new NodeReport(node.name(), node.opType(), NodeReport.QUANTIZED, "");
            case Placement.Absorbed _
            when resultIsQuantized -> new NodeReport(node.name(), node.opType(), NodeReport.ABSORBED, "");
            case Placement.Absorbed _ ->
                new NodeReport(node.name(), node.opType(), NodeReport.FLOAT, "Only float nodes read its result.");
            case Placement.Float(String reason) -> new NodeReport(node.name(), node.opType(), NodeReport.FLOAT, reason);
        };
    }

    /**
     * Writes the quantized model: the same plan and statistics always give the same bytes.
     *
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException when statistics are missing or have no finite value
     */
    public QuantizedModel quantize(CalibrationStatistics statistics) {
        // A copy: rewriting changes the graph, and node names are the same in both.
        Graph target = Graph.of(floatModel.getGraph());
        GraphRewriter rewriter = new GraphRewriter(graph, target, placements, recipe, statistics);
        rewriter.rewrite();
        ModelProto model = floatModel.toBuilder()
                .setGraph(target.toProto())
                .setProducerName("narrowgauge")
                .clearProducerVersion()
                .build();
        return new QuantizedModel(model, rewriter.tensorReports(), nodes(), rewriter.activations());
    }
}

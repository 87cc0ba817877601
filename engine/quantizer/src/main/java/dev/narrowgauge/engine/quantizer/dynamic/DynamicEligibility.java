package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.domain.recipe.NodeOverride;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.quantizer.EmbeddingTables;
import dev.narrowgauge.engine.quantizer.placement.LogarithmRegions;
import java.util.Optional;

/** Whether a node can compute in integers whose ranges are measured while it runs, and if not why. */
final class DynamicEligibility {
    private final Graph graph;
    private final ElementTypes types;
    private final Recipe recipe;
    private final LogarithmRegions logarithms;

    DynamicEligibility(Graph graph, Recipe recipe) {
        this.graph = graph;
        this.types = ElementTypes.of(graph);
        this.recipe = recipe;
        this.logarithms = LogarithmRegions.of(graph);
    }

    NodeReport judge(GraphNode node) {
        Optional<String> reason = EmbeddingTables.isLookup(node, graph, recipe) ? Optional.empty() : obstacle(node);
        return new NodeReport(
                node.name(),
                node.opType(),
                reason.isPresent() ? NodeReport.FLOAT : NodeReport.QUANTIZED,
                reason.orElse(""));
    }

    private boolean isDemanded(GraphNode node) {
        return recipe.placementOf(node.name())
                .filter(NodeOverride.Placement.QUANTIZED::equals)
                .isPresent();
    }

    private Optional<String> obstacle(GraphNode node) {
        ElementType type = types.of(node.output(0));
        if (node.domain().isEmpty() && type != ElementType.UNDEFINED && type != ElementType.FLOAT) {
            return Optional.of("It computes " + type.lowerCaseName() + ", not float32.");
        }
        Optional<DynamicOperator> operator = DynamicOperators.of(node);
        if (operator.isEmpty()) {
            return Optional.of("The runtime has no integer kernel for " + node.opType()
                    + " that measures ranges while the model runs.");
        }
        Optional<String> leftOut = recipe.whyFloat(node.opType(), node.name());
        if (leftOut.isPresent()) {
            return leftOut;
        }
        if (logarithms.contains(node) && !isDemanded(node)) {
            return Optional.of(LogarithmRegions.REASON);
        }
        if (node.opType().equals("Conv") && !recipe.include().opTypes().contains("Conv")) {
            return Optional.of("Its integer kernel without fixed ranges is several times slower than float; "
                    + "name Conv in the recipe's include.opTypes to quantize it anyway.");
        }
        return operator.get().obstacle(node, graph);
    }
}

package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.recipe.ActivationSettings;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.WeightSettings;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.settings.Section;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role;
import dev.narrowgauge.engine.quantizer.placement.Placement;
import dev.narrowgauge.engine.quantizer.placement.Placements;
import dev.narrowgauge.engine.quantizer.placement.TypeRules;
import java.util.Map;
import java.util.Optional;

/** Puts a plan into words, node by node. */
final class PlanExplanation {
    private final Graph graph;
    private final Placements placements;
    private final Recipe recipe;
    private final Map<String, String> quantized;

    PlanExplanation(Graph graph, Placements placements, Recipe recipe) {
        this.graph = graph;
        this.placements = placements;
        this.recipe = recipe;
        this.quantized = placements.quantizedValues();
    }

    NodePlan of(GraphNode node, NodeReport report) {
        return switch (placements.of(node)) {
            case Placement.Quantized(OperatorRule rule) -> integer(node, rule);
            case Placement.Absorbed _
            when report.placement().equals(NodeReport.ABSORBED) ->
                new NodePlan(
                        node.name(),
                        node.opType(),
                        report.placement(),
                        "",
                        typeOf(node.output(0)),
                        "",
                        "Disappears in the result range of '"
                                + graph.producer(node.input(0)).orElseThrow().name() + "'.");
            case Placement.Absorbed _, Placement.Float _ -> NodePlan.of(report);
        };
    }

    private NodePlan integer(GraphNode node, OperatorRule rule) {
        boolean weighted = rule.role() == Role.MULTIPLY_ACCUMULATE
                && graph.constant(node.input(1)).isPresent();
        WeightSettings weights = recipe.weightsOf(node.name());
        String read = firstReadInput(node, rule);
        Optional<String> note = weighted
                ? TypeRules.note(recipe.target(), recipe.activationsOf(rangeOf(read)), weights)
                : Optional.empty();
        return new NodePlan(
                node.name(),
                node.opType(),
                NodeReport.QUANTIZED,
                typeOf(read),
                typeOf(placements.visibleResult(node)),
                weighted ? describe(weights) : "",
                rule.describe() + note.map(text -> " " + text).orElse(""));
    }

    private String firstReadInput(GraphNode node, OperatorRule rule) {
        for (int i = 0; i < node.inputs().size(); i++) {
            if (rule.isDataInput(i) && graph.constant(node.input(i)).isEmpty()) {
                return node.input(i);
            }
        }
        return "";
    }

    private String rangeOf(String value) {
        return quantized.getOrDefault(value, value);
    }

    private String typeOf(String value) {
        if (!quantized.containsKey(value)) {
            return "float";
        }
        ActivationSettings settings = recipe.activationsOf(rangeOf(value));
        return Section.word(settings.type()) + (settings.symmetric() ? " symmetric" : "");
    }

    private static String describe(WeightSettings settings) {
        return Section.word(settings.type())
                + ' '
                + Section.word(settings.granularity())
                + (settings.reducedRange() ? ", no int16 overflow" : "");
    }
}

package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.domain.recipe.NodeOverride;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role;
import dev.narrowgauge.engine.quantizer.placement.OperatorRules.Style;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which nodes compute in integers: of those that can, the placement that costs least. Without shapes the costs are
 * passes over the data, and multiply-accumulate nodes always compute in integers; with shapes they are counted.
 */
public final class Planner {
    private final Graph graph;
    private final Recipe recipe;
    private final List<GraphNode> order;
    private final Map<GraphNode, Placement> placements = new HashMap<>();
    private final Placements view;

    private Planner(Graph graph, Recipe recipe, Style style) {
        this.graph = graph;
        this.recipe = recipe;
        this.order = graph.topologicalOrder();
        this.view = new Placements(graph, style, order, placements);
    }

    public static Placements plan(Graph graph, Recipe recipe, OperatorRules rules) {
        return plan(graph, recipe, rules, Map.of(), Optional.empty());
    }

    /**
     * @param floatReasons nodes that stay float whatever the rules say, by name, each with its reason
     * @param run the run whose cost is counted; without one the shapes are taken to be unknown
     */
    public static Placements plan(
            Graph graph,
            Recipe recipe,
            OperatorRules rules,
            Map<String, String> floatReasons,
            Optional<CountedRun> run) {
        Planner planner = new Planner(graph, recipe, rules.style());
        Eligibility eligibility = new Eligibility(graph, ElementTypes.of(graph), recipe, rules);
        for (GraphNode node : planner.order) {
            String reason = floatReasons.get(node.name());
            planner.placements.put(node, reason == null ? eligibility.judge(node) : new Placement.Float(reason));
        }
        planner.absorb();
        if (rules.style() == Style.AROUND_NODES) {
            planner.part();
            planner.settle(run.<PlacementCosts>map(counted -> new CountedCosts(graph, counted))
                    .orElseGet(() -> new PassCosts(graph, planner.view)));
        }
        return planner.view;
    }

    /** A Relu or Clip disappears in the node before it when nothing else reads what that node computes. */
    private void absorb() {
        for (GraphNode node : order) {
            if (!(placements.get(node) instanceof Placement.Quantized(OperatorRule rule))
                    || rule.role() != Role.REMOVABLE_ACTIVATION) {
                continue;
            }
            placements.put(node, judgeActivation(node));
        }
    }

    private Placement judgeActivation(GraphNode node) {
        boolean reachable =
                graph.producer(node.input(0)).filter(this::canAbsorb).isPresent()
                        && graph.consumers(node.input(0)).size() == 1
                        && !graph.isGraphOutput(node.input(0));
        if (!reachable) {
            return new Placement.Float("Its input has other readers or no integer producer, so it cannot be absorbed.");
        }
        return isKeptByRange(node)
                ? new Placement.Absorbed()
                : new Placement.Float("A symmetric range cannot end at its two bounds, so it cannot be absorbed.");
    }

    /** Whether codes can end where the node cuts: a symmetric range does so on one side of zero, or alike on both. */
    private boolean isKeptByRange(GraphNode node) {
        return !recipe.activationsOf(node.output(0)).symmetric()
                || ClipBounds.of(node, graph)
                        .filter(bounds -> bounds.low() == 0 || bounds.low() == -bounds.high())
                        .isPresent();
    }

    private boolean canAbsorb(GraphNode producer) {
        return view.rule(producer)
                .filter(rule -> rule.role() == Role.MULTIPLY_ACCUMULATE || rule.role() == Role.ARITHMETIC)
                .isPresent();
    }

    /** A product whose float result ONNX Runtime would see as a part of something else gives codes. */
    private void part() {
        for (GraphNode node : order) {
            if (placements.get(node) instanceof Placement.Quantized(OperatorRule rule)
                    && rule.floatResult()
                    && CpuLimits.tornApart(node, graph)) {
                placements.put(node, new Placement.Quantized(rule.withoutFloatResult()));
            }
        }
    }

    private void settle(PlacementCosts costs) {
        Set<GraphNode> integers = new PlacementCut(graph, view, costs).solve(this::isDemanded);
        for (GraphNode node : order) {
            if (view.rule(node).isPresent() && !integers.contains(node)) {
                placements.put(node, new Placement.Float(costs.reason()));
                releaseAbsorbed(node);
            }
        }
    }

    private boolean isDemanded(GraphNode node) {
        return recipe.placementOf(node.name())
                .filter(NodeOverride.Placement.QUANTIZED::equals)
                .isPresent();
    }

    private void releaseAbsorbed(GraphNode producer) {
        for (GraphNode reader : graph.consumers(producer.output(0))) {
            if (placements.get(reader) instanceof Placement.Absorbed) {
                placements.put(reader, new Placement.Float("The node before it computes in float."));
            }
        }
    }
}

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

/**
 * Decides which nodes compute in integers.
 *
 * <p>Multiply-accumulate nodes always do where they can. Every other node does exactly when that saves passes over the data:
 * each integer result that a float node reads costs one DequantizeLinear, each float result that an integer node reads one
 * QuantizeLinear. Nodes start as integer and are moved to float until nothing changes; as they never move back, this ends.
 */
public final class Planner {
    /** What an integer kernel for arithmetic takes longer than the float one, in passes over the data. */
    private static final double ARITHMETIC_COST = 0.5;

    /** What it is worth not to round a result to 8 bits that the kernel also gives as float, in the same unit. */
    private static final double ROUNDING_COST = 0.5;

    private static final String NO_GAIN =
            "Around float nodes its integer kernel would cost more conversions than it saves.";

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
        return plan(graph, recipe, rules, Map.of());
    }

    /** @param floatReasons nodes that stay float whatever the rules say, by name, each with its reason */
    public static Placements plan(Graph graph, Recipe recipe, OperatorRules rules, Map<String, String> floatReasons) {
        Planner planner = new Planner(graph, recipe, rules.style());
        OverrideCheck.check(recipe, planner.order);
        Eligibility eligibility = new Eligibility(graph, ElementTypes.of(graph), recipe, rules);
        for (GraphNode node : planner.order) {
            String reason = floatReasons.get(node.name());
            planner.placements.put(node, reason == null ? eligibility.judge(node) : new Placement.Float(reason));
        }
        planner.absorb();
        planner.settle();
        return planner.view;
    }

    /** A Relu or Clip disappears in the node before it when nothing else reads what that node computes. */
    private void absorb() {
        for (GraphNode node : order) {
            if (!(placements.get(node) instanceof Placement.Quantized(OperatorRule rule)) || rule.role() != Role.CUT) {
                continue;
            }
            placements.put(node, judgeCut(node));
        }
    }

    private Placement judgeCut(GraphNode node) {
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

    private void settle() {
        boolean changed = true;
        while (changed) {
            changed = sweep(order.reversed()) | sweep(order);
        }
    }

    private boolean sweep(List<GraphNode> nodes) {
        boolean changed = false;
        for (GraphNode node : nodes) {
            Optional<OperatorRule> rule = view.rule(node);
            if (rule.isPresent() && !isDemanded(node, rule.get()) && !saves(node, rule.get())) {
                placements.put(node, new Placement.Float(NO_GAIN));
                releaseAbsorbed(node);
                changed = true;
            }
        }
        return changed;
    }

    private boolean isDemanded(GraphNode node, OperatorRule rule) {
        return rule.role() == Role.MULTIPLY_ACCUMULATE
                || rule.role() == Role.RESIDUAL
                || recipe.placementOf(node.name())
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

    private boolean saves(GraphNode node, OperatorRule rule) {
        double whenInteger = rule.role() == Role.ARITHMETIC ? ARITHMETIC_COST : 0;
        double whenFloat = 0;
        for (int i = 0; i < node.inputs().size(); i++) {
            if (rule.isDataInput(i) && graph.constant(node.input(i)).isEmpty()) {
                switch (origin(node.input(i))) {
                    case INTEGER -> whenFloat += 1;
                    case FLOAT -> whenInteger += isQuantizedForAnother(node.input(i), node) ? 0 : 1;
                    case EITHER -> whenInteger += ROUNDING_COST;
                }
            }
        }
        List<String> results = node.outputs().size() == 1 ? List.of(view.visibleResult(node)) : node.outputs();
        for (String result : results) {
            double share = rule.resultShare() / results.size();
            whenInteger += hasFloatReader(result) ? share : 0;
            whenFloat += hasIntegerReader(result) ? share : 0;
        }
        return whenInteger < whenFloat;
    }

    private enum Origin {
        INTEGER,
        FLOAT,
        EITHER
    }

    private Origin origin(String value) {
        Optional<GraphNode> producer = graph.producer(value);
        if (producer.isPresent() && placements.get(producer.get()) instanceof Placement.Absorbed) {
            return origin(producer.get().input(0));
        }
        return producer.flatMap(view::rule)
                .map(rule -> rule.floatResult() ? Origin.EITHER : Origin.INTEGER)
                .orElse(Origin.FLOAT);
    }

    private boolean isQuantizedForAnother(String value, GraphNode node) {
        return graph.consumers(value).stream()
                .filter(reader -> !reader.equals(node))
                .anyMatch(reader -> view.rule(reader)
                        .filter(rule -> rule.role() == Role.MULTIPLY_ACCUMULATE)
                        .isPresent());
    }

    private boolean hasFloatReader(String value) {
        return graph.isGraphOutput(value)
                || graph.consumers(value).stream()
                        .anyMatch(reader -> !(placements.get(reader) instanceof Placement.Quantized));
    }

    private boolean hasIntegerReader(String value) {
        return graph.consumers(value).stream()
                .anyMatch(reader -> placements.get(reader) instanceof Placement.Quantized);
    }
}

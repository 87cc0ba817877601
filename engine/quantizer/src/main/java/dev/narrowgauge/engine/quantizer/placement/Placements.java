package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role;
import dev.narrowgauge.engine.quantizer.placement.OperatorRules.Style;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The decision for every node, and which values follow from it to be quantized. */
public final class Placements {
    private final Graph graph;
    private final List<GraphNode> order;
    private final Map<GraphNode, Placement> placements;
    private final Style style;

    Placements(Graph graph, Style style, List<GraphNode> order, Map<GraphNode, Placement> placements) {
        this.graph = graph;
        this.style = style;
        this.order = order;
        this.placements = placements;
    }

    /** @param placements for every node of the graph */
    public static Placements of(Graph graph, Style style, Map<GraphNode, Placement> placements) {
        return new Placements(graph, style, graph.topologicalOrder(), placements);
    }

    public Style style() {
        return style;
    }

    public List<GraphNode> nodes() {
        return order;
    }

    public Placement of(GraphNode node) {
        return placements.get(node);
    }

    public Optional<OperatorRule> rule(GraphNode node) {
        return placements.get(node) instanceof Placement.Quantized(OperatorRule rule)
                ? Optional.of(rule)
                : Optional.empty();
    }

    /** Whether the node reads that input as integers. */
    public boolean readsInteger(GraphNode node, int input) {
        return rule(node).filter(rule -> rule.isDataInput(input)).isPresent();
    }

    /**
     * The computed values that are quantized, each with the value whose scale and zero point it takes: itself, or the one
     * that a moving node got it from. In the order of the data flow.
     */
    public Map<String, String> quantizedValues() {
        Map<String, String> ranges = new LinkedHashMap<>();
        for (GraphNode node : order) {
            for (int i = 0; i < node.inputs().size(); i++) {
                if (readsInteger(node, i) && graph.constant(node.input(i)).isEmpty()) {
                    ranges.putIfAbsent(node.input(i), node.input(i));
                }
            }
            rule(node).ifPresent(rule -> {
                if (rule.role() == Role.MOVE) {
                    node.outputs().forEach(output -> ranges.put(output, ranges.get(node.input(rule.firstDataInput()))));
                } else if (!rule.floatResult()) {
                    String result = visibleResult(node);
                    ranges.put(result, result);
                }
            });
        }
        return ranges;
    }

    /** The node that gives the codes of its input another scale, if that writes the value. */
    public Optional<GraphNode> rescaling(String value) {
        return graph.producer(value)
                .filter(node ->
                        rule(node).filter(rule -> rule.role() == Role.RESCALE).isPresent());
    }

    /** The value after a Relu or Clip that the node absorbs. */
    public String visibleResult(GraphNode node) {
        List<GraphNode> readers = graph.consumers(node.output(0));
        boolean absorbs = readers.size() == 1 && placements.get(readers.getFirst()) instanceof Placement.Absorbed;
        return absorbs ? readers.getFirst().output(0) : node.output(0);
    }

    /** The Relu or Clip, absorbed by the node before it, that writes the value. */
    public Optional<GraphNode> absorbedProducer(String value) {
        return graph.producer(value).filter(node -> placements.get(node) instanceof Placement.Absorbed);
    }

    /** Whether an integer kernel writes the value, so that every reader has to read integers. */
    public boolean isWrittenAsInteger(String value) {
        if (style == Style.BEFORE_WEIGHTED_NODES) {
            return false;
        }
        String source = absorbedProducer(value).map(node -> node.input(0)).orElse(value);
        return graph.producer(source).flatMap(this::rule).isPresent();
    }

    /**
     * Values that must have one scale, beyond those that a moving node gives the same: what a Concat joins, where the
     * runtime moves the quantization of its result to its operands.
     */
    public List<Set<String>> sharedScales() {
        if (style != Style.BEFORE_WEIGHTED_NODES) {
            return List.of();
        }
        Set<String> quantized = quantizedValues().keySet();
        List<Set<String>> groups = new ArrayList<>();
        for (GraphNode node : order) {
            if (node.isStandard("Concat") && quantized.contains(node.output(0))) {
                Set<String> group = new LinkedHashSet<>(node.inputs());
                group.retainAll(quantized);
                group.add(node.output(0));
                mergeInto(groups, group);
            }
        }
        return groups;
    }

    private static void mergeInto(List<Set<String>> groups, Set<String> group) {
        List<Set<String>> touched = groups.stream()
                .filter(other -> !Collections.disjoint(other, group))
                .toList();
        groups.removeAll(touched);
        touched.forEach(group::addAll);
        groups.add(group);
    }
}

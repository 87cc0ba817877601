package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The decision for every node, and which values follow from it to be quantized. */
public final class Placements {
    private final Graph graph;
    private final List<GraphNode> order;
    private final Map<GraphNode, Placement> placements;

    Placements(Graph graph, List<GraphNode> order, Map<GraphNode, Placement> placements) {
        this.graph = graph;
        this.order = order;
        this.placements = placements;
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
                    ranges.put(node.output(0), ranges.get(node.input(0)));
                } else if (!rule.floatResult()) {
                    String result = visibleResult(node);
                    ranges.put(result, result);
                }
            });
        }
        return ranges;
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
        String source = absorbedProducer(value).map(node -> node.input(0)).orElse(value);
        return graph.producer(source).flatMap(this::rule).isPresent();
    }
}

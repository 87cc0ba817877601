package dev.narrowgauge.engine.onnx.graph;

import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The nodes of a graph that compute some of its values from others. */
public final class GraphPart {
    private final Graph graph;
    private final List<String> results;
    private final Set<String> inputs = new LinkedHashSet<>();
    private final Set<GraphNode> nodes = new HashSet<>();
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();

    private GraphPart(Graph graph, List<String> results) {
        this.graph = graph;
        this.results = results;
    }

    /**
     * @param results what it computes
     * @param given computed values that it reads instead of computing them; inputs of the graph it always reads
     */
    public static GraphPart of(Graph graph, Collection<String> results, Predicate<String> given) {
        GraphPart part = new GraphPart(graph, List.copyOf(results));
        Deque<String> open = new ArrayDeque<>(results);
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String value = open.pop();
            if (!value.isEmpty() && seen.add(value)) {
                part.follow(value, given, open);
            }
        }
        return part;
    }

    private void follow(String value, Predicate<String> given, Deque<String> open) {
        if (graph.constant(value).isPresent()) {
            constants.put(value, graph.constant(value).get());
            return;
        }
        if (given.test(value) || graph.producer(value).isEmpty()) {
            inputs.add(value);
            return;
        }
        GraphNode producer = graph.producer(value).get();
        if (nodes.add(producer)) {
            producer.inputs().forEach(open::push);
            producer.capturedValues().forEach(open::push);
        }
    }

    /** What it computes. */
    public List<String> results() {
        return results;
    }

    /** The values that it has to be fed. */
    public Set<String> inputs() {
        return inputs;
    }

    /** @param declarations of the inputs */
    public GraphProto toProto(Collection<ValueInfoProto> declarations) {
        GraphProto.Builder proto = GraphProto.newBuilder()
                .setName("part")
                .addAllInput(declarations)
                .addAllInitializer(constants.values());
        graph.topologicalOrder().stream().filter(nodes::contains).forEach(node -> proto.addNode(node.toProto()));
        results.forEach(result -> proto.addOutput(ValueInfoProto.newBuilder().setName(result)));
        return proto.build();
    }
}

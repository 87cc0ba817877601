package dev.narrowgauge.engine.quantizer.equalization;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which channels run where in a graph, and which of them have to be scaled alike. Channels begin and end at nodes with
 * constant weights, which take any positive scale on either side; between them run nodes for which f(s·x) = s·f(x). A channel
 * that any other node reads keeps its scale.
 */
final class ChannelFlow {
    private final Graph graph;
    private final Shapes shapes;
    private final ScaleClasses classes = new ScaleClasses();
    private final Map<String, Channels> channels = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Set<GraphNode>> followed = new HashMap<>();

    private ChannelFlow(Graph graph) {
        this.graph = graph;
        this.shapes = Shapes.of(graph);
    }

    static ChannelFlow of(Graph graph) {
        ChannelFlow flow = new ChannelFlow(graph);
        var rules = new StepRules(flow);
        for (GraphNode node : graph.topologicalOrder()) {
            if (node.hasSubgraphs() || !rules.follow(node)) {
                node.inputs().forEach(flow::fix);
            }
            node.capturedValues().forEach(flow::fix);
        }
        graph.graphOutputs().forEach(output -> flow.fix(output.getName()));
        return flow;
    }

    Graph graph() {
        return graph;
    }

    Shapes shapes() {
        return shapes;
    }

    ScaleClasses classes() {
        return classes;
    }

    /** The channels of each value that is followed, in the order of computation. */
    Map<String, Channels> channels() {
        return channels;
    }

    /** In the order of computation. */
    List<Step> steps() {
        return steps;
    }

    boolean isFollowed(String value) {
        return channels.containsKey(value);
    }

    /** Whether something reads the value that no step describes. */
    boolean leavesAt(String value) {
        return graph.isGraphOutput(value)
                || !followed.getOrDefault(value, Set.of()).containsAll(graph.consumers(value));
    }

    boolean hasFreeChannels(String value) {
        for (int member : channels.get(value).classes()) {
            if (!classes.isFixed(member)) {
                return true;
            }
        }
        return false;
    }

    /** Keeps the scale of all channels of the value. */
    void fix(String value) {
        if (isFollowed(value)) {
            for (int member : channels.get(value).classes()) {
                classes.fix(member);
            }
        }
    }

    void join(Channels one, Channels other) {
        for (int i = 0; i < one.count(); i++) {
            classes.join(one.classes()[i], other.classes()[i]);
        }
    }

    /** Adds a step of the node, whose result has those channels. */
    void add(GraphNode node, Step step, Channels result) {
        steps.add(step);
        channels.put(step.output(), result);
        node.inputs()
                .forEach(input ->
                        followed.computeIfAbsent(input, _ -> new HashSet<>()).add(node));
    }
}

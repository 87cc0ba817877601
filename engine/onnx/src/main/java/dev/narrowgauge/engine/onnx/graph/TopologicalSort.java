package dev.narrowgauge.engine.onnx.graph;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Depth-first from each node in the order of arrival, with a stack of its own because networks are deep. */
final class TopologicalSort {
    private enum State {
        ENTERED,
        FINISHED
    }

    private final Graph graph;
    private final List<GraphNode> order = new ArrayList<>();
    private final Map<GraphNode, State> states = new HashMap<>();
    private final Deque<GraphNode> stack = new ArrayDeque<>();

    TopologicalSort(Graph graph) {
        this.graph = graph;
    }

    List<GraphNode> order() {
        for (GraphNode root : graph.nodes()) {
            stack.push(root);
            while (!stack.isEmpty()) {
                visit(stack.peek());
            }
        }
        return order;
    }

    private void visit(GraphNode node) {
        State state = states.putIfAbsent(node, State.ENTERED);
        if (state != null) {
            stack.pop();
            if (state == State.ENTERED) {
                states.put(node, State.FINISHED);
                order.add(node);
            }
            return;
        }
        for (GraphNode source : sourcesOf(node).reversed()) {
            State sourceState = states.get(source);
            if (sourceState == State.ENTERED) {
                throw new NarrowgaugeException(
                        ErrorCode.MODEL_INVALID,
                        "The graph has a cycle through node '" + source.name()
                                + "'; an ONNX graph must be free of cycles.");
            }
            if (sourceState == null) {
                stack.push(source);
            }
        }
    }

    private List<GraphNode> sourcesOf(GraphNode node) {
        Set<GraphNode> sources = new LinkedHashSet<>();
        node.inputs().forEach(input -> graph.producer(input).ifPresent(sources::add));
        node.capturedValues().forEach(input -> graph.producer(input).ifPresent(sources::add));
        return List.copyOf(sources);
    }
}

package dev.narrowgauge.engine.quantizer.placement;

import java.util.Set;
import org.jgrapht.alg.flow.PushRelabelMFImpl;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;

/**
 * A choice between integers and float for every vertex that costs least in all. Costs that two vertices have where the first
 * is in integers and the second in float are the edges of a network; the least sum of them is its minimum cut.
 */
final class MinimumCut {
    private static final Object INTEGERS = "integers";
    private static final Object FLOAT = "float";

    /** Whole numbers below 2⁵³ are exact, so the order of additions decides nothing. */
    private static final double STEPS = 1024;

    private static final double FORBIDDEN = 1e15;

    private final SimpleDirectedWeightedGraph<Object, DefaultWeightedEdge> network =
            new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);

    MinimumCut() {
        network.addVertex(INTEGERS);
        network.addVertex(FLOAT);
    }

    void inIntegers(Object vertex, double cost) {
        add(vertex, FLOAT, Math.rint(cost * STEPS));
    }

    void inFloat(Object vertex, double cost) {
        add(INTEGERS, vertex, Math.rint(cost * STEPS));
    }

    /** What it costs where the one is in integers and the other in float. */
    void between(Object integers, Object floats, double cost) {
        add(integers, floats, Math.rint(cost * STEPS));
    }

    void requireIntegers(Object vertex) {
        add(INTEGERS, vertex, FORBIDDEN);
    }

    /** Where the one is in integers, the other has to be. */
    void require(Object integers, Object alsoIntegers) {
        add(integers, alsoIntegers, FORBIDDEN);
    }

    void requireFloat(Object vertex) {
        add(vertex, FLOAT, FORBIDDEN);
    }

    private void add(Object from, Object to, double capacity) {
        network.addVertex(from);
        network.addVertex(to);
        DefaultWeightedEdge edge = network.getEdge(from, to);
        if (edge == null) {
            edge = network.addEdge(from, to);
            network.setEdgeWeight(edge, capacity);
        } else {
            network.setEdgeWeight(edge, network.getEdgeWeight(edge) + capacity);
        }
    }

    /** The vertices in integers; where both sides cost the same, the fewest. */
    Set<Object> solve() {
        PushRelabelMFImpl<Object, DefaultWeightedEdge> flow = new PushRelabelMFImpl<>(network);
        flow.calculateMinCut(INTEGERS, FLOAT);
        return flow.getSourcePartition();
    }
}

package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import java.util.List;

/** One way to write a graph otherwise that keeps what it computes, but for the rounding of floats. */
interface Rewriting {
    /** Its short name in reports. */
    String step();

    /** The first opset that has the operators it writes. */
    long opset();

    /** Changes the graph in place; returns the names of the nodes that it wrote. */
    List<String> apply(Graph graph);
}

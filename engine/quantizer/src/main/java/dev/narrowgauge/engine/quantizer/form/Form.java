package dev.narrowgauge.engine.quantizer.form;

import dev.narrowgauge.engine.onnx.graph.GraphNode;

/** One way to write a node that was placed in integers. */
interface Form {
    /** Puts other nodes in the node's place where this form is for it; they give the same values under the same names. */
    void write(GraphNode node, Expansion expansion);
}

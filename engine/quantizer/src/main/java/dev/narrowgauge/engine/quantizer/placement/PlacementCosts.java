package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.GraphNode;

/** What the sides of a placement cost, in one unit of time. */
interface PlacementCosts {
    /** Of a node that is computed in float. */
    double inFloat(GraphNode node);

    /** The same, where the node before it computes in integers. */
    double inFloatAlone(GraphNode node);

    /** Of a node that is computed between integer tensors. */
    double inIntegers(GraphNode node, OperatorRule rule);

    /** Of making codes of a value that was computed in float. */
    double quantize(String value);

    /** Of making floats of codes. */
    double dequantize(String value);

    /** What it is worth not to round a result to 8 bits that the kernel also gives as float. */
    double rounding(String value);

    /** Whether the node computes in integers wherever it can, whatever that costs. */
    boolean isDemanded(GraphNode node, OperatorRule rule);

    /** Whether its integer kernel is only good where its input was computed in integers as well. */
    boolean followsIntegers(GraphNode node);

    /** Why a node stays float that could compute in integers, for a person. */
    String reason();
}

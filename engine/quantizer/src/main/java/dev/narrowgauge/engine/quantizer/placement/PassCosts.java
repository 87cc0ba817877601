package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;

/**
 * Costs in passes over the data, where no shapes are known: multiply-accumulate nodes are always worth their integers, and
 * what counts around them are conversions.
 */
final class PassCosts implements PlacementCosts {
    /** What an integer kernel for arithmetic takes longer than the float one. */
    private static final double ARITHMETIC_COST = 0.5;

    private static final double ROUNDING_COST = 0.5;

    private final Graph graph;
    private final Placements view;

    PassCosts(Graph graph, Placements view) {
        this.graph = graph;
        this.view = view;
    }

    @Override
    public double inFloat(GraphNode node) {
        return 0;
    }

    @Override
    public double inFloatAlone(GraphNode node) {
        return 0;
    }

    @Override
    public double inIntegers(GraphNode node, OperatorRule rule) {
        return rule.role() == OperatorRule.Role.ARITHMETIC ? ARITHMETIC_COST : 0;
    }

    @Override
    public double quantize(String value) {
        return share(value);
    }

    @Override
    public double dequantize(String value) {
        return share(value);
    }

    @Override
    public double rounding(String value) {
        return ROUNDING_COST * share(value);
    }

    @Override
    public boolean isDemanded(GraphNode node, OperatorRule rule) {
        return rule.role() == OperatorRule.Role.MULTIPLY_ACCUMULATE;
    }

    @Override
    public boolean followsIntegers(GraphNode node) {
        return false;
    }

    @Override
    public String reason() {
        return "Around float nodes its integer kernel would cost more conversions than it saves.";
    }

    /** Of one pass, as far as the operator that gives the value says. */
    private double share(String value) {
        return graph.producer(value)
                .flatMap(producer -> view.rule(producer)
                        .map(rule -> rule.resultShare() / producer.outputs().size()))
                .orElse(1.0);
    }
}

package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which of the nodes that could compute in integers do: those of the placement that costs least, nodes and conversions
 * together. A value costs one conversion however many nodes of the other side read it. It is a minimum cut, hence no
 * region is left that would be cheaper on the other side.
 */
final class PlacementCut {
    /** The result of a node that can give it as codes or as float, apart from the node. */
    private record Result(GraphNode node) {}

    private record Quantized(String value) {}

    private record Dequantized(String value) {}

    private final Graph graph;
    private final Placements view;
    private final PlacementCosts costs;
    private final MinimumCut cut = new MinimumCut();
    private final Map<String, Object> producers = new LinkedHashMap<>();
    private final Set<String> inner = new HashSet<>();

    /** @param view of placements that have every node in integers that can be */
    PlacementCut(Graph graph, Placements view, PlacementCosts costs) {
        this.graph = graph;
        this.view = view;
        this.costs = costs;
    }

    /** The nodes that compute in integers, of those that do in the view. */
    Set<GraphNode> solve(Predicate<GraphNode> demanded) {
        List<GraphNode> candidates = new ArrayList<>();
        for (GraphNode node : view.nodes()) {
            view.rule(node).ifPresent(rule -> {
                candidates.add(node);
                addNode(node, rule, demanded.test(node));
            });
        }
        Set<String> values = new LinkedHashSet<>();
        candidates.forEach(node -> {
            values.addAll(node.inputs());
            values.addAll(node.outputs());
        });
        values.addAll(producers.keySet());
        values.stream()
                .filter(value -> !value.isEmpty()
                        && !inner.contains(value)
                        && graph.constant(value).isEmpty())
                .forEach(this::addValue);
        Set<Object> integers = cut.solve();
        Set<GraphNode> result = new HashSet<>(candidates);
        result.retainAll(integers);
        return result;
    }

    private void addNode(GraphNode node, OperatorRule rule, boolean demanded) {
        cut.inIntegers(node, costs.inIntegers(node, rule));
        cut.inFloat(node, costs.inFloat(node));
        if (demanded || costs.isDemanded(node, rule)) {
            cut.requireIntegers(node);
        }
        String visible = view.visibleResult(node);
        if (!visible.equals(node.output(0))) {
            inner.add(node.output(0));
            cut.inFloat(node, costs.inFloat(graph.producer(visible).orElseThrow()));
        }
        if (rule.floatResult() && rule.role() == Role.MULTIPLY_ACCUMULATE) {
            addResult(node, visible);
        } else if (!rule.floatResult()) {
            node.outputs().forEach(output -> producers.put(output, node));
            producers.put(visible, node);
        }
        if (costs.followsIntegers(node)) {
            follow(node);
        }
    }

    /** Codes need an integer kernel, and cost the rounding; a float result leaves a Relu to be computed. */
    private void addResult(GraphNode node, String visible) {
        Result result = new Result(node);
        cut.require(result, node);
        cut.inIntegers(result, costs.rounding(visible));
        if (!visible.equals(node.output(0))) {
            cut.between(node, result, costs.inFloatAlone(graph.producer(visible).orElseThrow()));
        }
        producers.put(visible, result);
    }

    private void follow(GraphNode node) {
        Object producer = producers.get(node.input(0));
        if (producer == null) {
            cut.requireFloat(node);
        } else {
            cut.require(node, producer);
        }
    }

    private void addValue(String value) {
        Object producer = producers.get(value);
        Set<GraphNode> integerReaders = new LinkedHashSet<>();
        boolean readInFloat = graph.isGraphOutput(value);
        for (GraphNode reader : graph.consumers(value)) {
            boolean data = false;
            for (int i = 0; i < reader.inputs().size(); i++) {
                if (reader.input(i).equals(value)) {
                    boolean asIntegers = view.readsInteger(reader, i);
                    data |= asIntegers;
                    readInFloat |= !asIntegers && !reader.isStandard("Shape");
                }
            }
            readInFloat |= reader.capturedValues().contains(value);
            if (data) {
                integerReaders.add(reader);
            }
        }
        if (!integerReaders.isEmpty()) {
            addQuantize(value, producer, integerReaders);
        }
        if (producer != null) {
            addDequantize(value, producer, integerReaders, readInFloat);
        }
    }

    private void addQuantize(String value, Object producer, Set<GraphNode> readers) {
        Quantized quantized = new Quantized(value);
        readers.forEach(reader -> cut.require(reader, quantized));
        double cost = costs.quantize(value);
        if (producer == null) {
            cut.inIntegers(quantized, cost);
        } else {
            cut.between(quantized, producer, cost);
        }
    }

    private void addDequantize(String value, Object producer, Set<GraphNode> readers, boolean readInFloat) {
        double cost = costs.dequantize(value);
        if (readInFloat) {
            cut.inIntegers(producer, cost);
            return;
        }
        Dequantized dequantized = new Dequantized(value);
        readers.forEach(reader -> cut.require(dequantized, reader));
        cut.between(producer, dequantized, cost);
    }
}

package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.recipe.CalibrationMethod;
import dev.narrowgauge.domain.recipe.Overrides;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.TensorOverride;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.runtime.ranking.NodeDamage;
import dev.narrowgauge.engine.runtime.ranking.Ranking;
import dev.narrowgauge.engine.runtime.variant.Conversion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Gives single activations their range by another method: the one with which the worst nodes do the outputs least harm. The
 * error of a value, which methods go by, is not what becomes of it: a rare large one may be cut off without a loss where a
 * Sigmoid follows, and carry the answer elsewhere.
 */
final class RangeChoice {
    /** One that cuts off nothing, and one that cuts off much. */
    private static final List<CalibrationMethod> OTHERS = List.of(CalibrationMethod.MINMAX, CalibrationMethod.ENTROPY);

    private static final int MOST_NODES = 4;

    /** Of the noise, looked at node by node. */
    private static final double WORST_SHARE = 0.8;

    /** What is left of the budget, for each method. */
    private static final double MOST_FOR_EACH = 0.08;

    /** Another method has to leave less of the noise of the nodes around an activation than this. */
    private static final double CLEARLY_LESS = 0.7;

    /** Of all noise; less is not worth a variant. */
    private static final double LEAST_GAIN = 0.1;

    private final Workshop workshop;
    private final LimitUse limits;
    private final SearchBudget budget;

    RangeChoice(Workshop workshop, LimitUse limits, SearchBudget budget) {
        this.workshop = workshop;
        this.limits = limits;
        this.budget = budget;
    }

    /** The variant with the ranges that are better; empty where there are none, or not enough budget is left to look. */
    Optional<Trial> look(Trial broken, Ranking ranking) {
        Set<String> worst = worst(ranking);
        Map<String, CalibrationMethod> chosen = choose(broken, worst, ranking.total());
        if (chosen.isEmpty() || !budget.allows(workshop.runsOfALook())) {
            return Optional.empty();
        }
        List<TensorOverride> overrides = new ArrayList<>();
        chosen.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
                .forEach((method, tensors) -> overrides.add(TensorOverride.ranging(tensors, method)));
        budget.spend(workshop.runsOfALook());
        return Optional.of(workshop.look(
                "%s, with the ranges of %s by another method"
                        .formatted(broken.what().split(":")[0], counted(chosen)),
                broken.recipe().withMore(new Overrides(List.of(), overrides)),
                limits));
    }

    private static String counted(Map<String, CalibrationMethod> chosen) {
        return chosen.size() == 1 ? "one activation" : chosen.size() + " activations";
    }

    private static Set<String> worst(Ranking ranking) {
        Set<String> worst = new LinkedHashSet<>();
        double sum = 0;
        for (NodeDamage node : ranking.nodes()) {
            if (worst.size() == MOST_NODES || sum >= WORST_SHARE * ranking.total()) {
                break;
            }
            worst.add(node.node());
            sum += node.total();
        }
        return worst;
    }

    private Map<String, CalibrationMethod> choose(Trial broken, Set<String> worst, double total) {
        Conversion conversion = broken.variant().conversion();
        Map<String, Set<String>> around = around(conversion, broken.recipe(), worst);
        if (around.isEmpty()) {
            return Map.of();
        }
        double runs = MOST_FOR_EACH * budget.left();
        Map<String, Double> now = damages(conversion, worst, runs);
        Map<CalibrationMethod, Map<String, Double>> others = others(broken, worst, runs);
        Map<String, CalibrationMethod> chosen = new LinkedHashMap<>();
        Map<String, Double> gains = new HashMap<>();
        around.forEach((tensor, nodes) -> best(nodes, now, others).ifPresent(method -> {
            chosen.put(tensor, method);
            nodes.forEach(node -> gains.merge(
                    node, now.getOrDefault(node, 0.0) - others.get(method).getOrDefault(node, 0.0), Math::max));
        }));
        double gain = gains.values().stream().mapToDouble(Double::doubleValue).sum();
        return gain < LEAST_GAIN * total ? Map.of() : chosen;
    }

    /** What the nodes do to the outputs with every range by another method. */
    private Map<CalibrationMethod, Map<String, Double>> others(Trial broken, Set<String> nodes, double runs) {
        Map<CalibrationMethod, Map<String, Double>> others = new EnumMap<>(CalibrationMethod.class);
        for (CalibrationMethod method : OTHERS) {
            Overrides everywhere = new Overrides(List.of(), List.of(TensorOverride.ranging(List.of("*"), method)));
            broken.variant()
                    .conversion()
                    .withRecipe(broken.recipe().withMore(everywhere))
                    .ifPresent(other -> others.put(method, damages(other, nodes, runs)));
        }
        return others;
    }

    /** The method that leaves least of the nodes' noise; empty where none leaves clearly less. */
    private static Optional<CalibrationMethod> best(
            Set<String> nodes, Map<String, Double> now, Map<CalibrationMethod, Map<String, Double>> others) {
        return others.entrySet().stream()
                .filter(other -> sum(other.getValue(), nodes) < CLEARLY_LESS * sum(now, nodes))
                .min(Comparator.comparingDouble(other -> sum(other.getValue(), nodes)))
                .map(Map.Entry::getKey);
    }

    private Map<String, Double> damages(Conversion conversion, Set<String> nodes, double runs) {
        Ranking ranking = workshop.rank(conversion, nodes, runs);
        budget.spend(ranking.runs());
        return ranking.nodes().stream().collect(Collectors.toMap(NodeDamage::node, NodeDamage::total));
    }

    private static double sum(Map<String, Double> damages, Set<String> nodes) {
        return nodes.stream()
                .mapToDouble(node -> damages.getOrDefault(node, 0.0))
                .sum();
    }

    /** The activations with a range that was measured beforehand and not asked for, each with the nodes that read or give it. */
    private static Map<String, Set<String>> around(Conversion conversion, Recipe recipe, Set<String> nodes) {
        Set<String> observed =
                conversion.plan().map(done -> done.plan().observedTensors()).orElse(Set.of());
        Graph graph = Graph.of(FlatModel.of(conversion.baseline()).graph());
        Map<String, Set<String>> around = new TreeMap<>();
        for (String tensor : observed) {
            boolean isAskedFor = recipe.rangeOf(tensor).isPresent()
                    || !recipe.calibrationOf(tensor).equals(recipe.calibration());
            Set<String> near = new LinkedHashSet<>();
            addGivers(tensor, graph, nodes, near);
            graph.consumers(tensor).stream()
                    .map(GraphNode::name)
                    .filter(nodes::contains)
                    .forEach(near::add);
            if (!near.isEmpty() && !isAskedFor) {
                around.put(tensor, near);
            }
        }
        return around;
    }

    private static void addGivers(String tensor, Graph graph, Set<String> nodes, Set<String> found) {
        Optional<GraphNode> giver = graph.producer(tensor);
        if (giver.isEmpty()) {
            return;
        }
        if (nodes.contains(giver.get().name())) {
            found.add(giver.get().name());
        } else if (Workshop.PASSING.contains(giver.get().opType())) {
            addGivers(giver.get().inputs().getFirst(), graph, nodes, found);
        }
    }
}

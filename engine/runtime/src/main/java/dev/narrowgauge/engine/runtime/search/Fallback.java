package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.engine.runtime.ranking.NodeDamage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Forecasts which nodes have to leave the integers, in steps from the best bargain on. Noises of single nodes add up in
 * power; what the sum of those that stay says too little or too much is learnt from every variant that was run. What
 * rounding a result costs goes only with all nodes that read it, so those leave together.
 */
final class Fallback {
    private final Map<String, NodeDamage> damages = new HashMap<>();
    private final Map<String, List<String>> readers;

    /** Every node that may leave, with its place in the order of leaving. */
    private final Map<String, Integer> places = new LinkedHashMap<>();

    private final Map<String, Integer> goneAfter = new HashMap<>();

    /** How many have left after each step. */
    private final List<Integer> left = new ArrayList<>(List.of(0));

    private final Map<String, Double> mostLeft;
    private final Map<String, Double> corrections = new HashMap<>();

    /**
     * @param readers the quantized nodes that read the result of a node
     * @param mostLeft noise power that may be left, by output, as a share of what there is; outputs that may keep all of it
     *     are not in it
     * @param prices of having a node in float, in any unit; unknown are those that are not in it
     */
    Fallback(
            List<NodeDamage> nodes,
            Map<String, List<String>> readers,
            Map<String, Double> mostLeft,
            Map<String, Double> prices) {
        nodes.forEach(node -> damages.put(node.node(), node));
        this.readers = readers;
        this.mostLeft = mostLeft;
        double mean = prices.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(1);
        Comparator<NodeDamage> bargain = Comparator.comparingDouble(node -> {
            double price = together(node.node()).stream()
                    .mapToDouble(each -> prices.getOrDefault(each, 0.0))
                    .sum();
            return -share(node) / (mean + price);
        });
        take(nodes.stream().sorted(bargain.thenComparing(NodeDamage::node)).toList());
    }

    private void take(List<NodeDamage> order) {
        for (NodeDamage node : order) {
            int before = places.size();
            if (share(node) > 0) {
                together(node.node()).forEach(each -> places.putIfAbsent(each, places.size()));
            }
            if (places.size() > before && places.size() < damages.size()) {
                left.add(places.size());
            }
        }
        damages.keySet().forEach(node -> goneAfter.put(node, goneAfter(node)));
    }

    /** How many have to leave until the node and all that leave together with it are gone. */
    private int goneAfter(String node) {
        return together(node).stream()
                .mapToInt(each -> places.containsKey(each) ? places.get(each) + 1 : Integer.MAX_VALUE)
                .max()
                .orElseThrow();
    }

    /** The node, and where it alone would change nothing those that read what it gives. */
    private Set<String> together(String node) {
        Set<String> all = new LinkedHashSet<>(List.of(node));
        readers.getOrDefault(node, List.of()).stream()
                .filter(damages::containsKey)
                .forEach(all::add);
        return all;
    }

    /** The noise of each output that is expected after that many steps, as a share of what there is. */
    private Map<String, Double> remains(int steps) {
        Map<String, Double> shares = new HashMap<>();
        for (String output : mostLeft.keySet()) {
            double total = 0;
            double stays = 0;
            for (NodeDamage node : damages.values()) {
                double noise = node.noise().getOrDefault(output, 0.0);
                total += noise;
                stays += goneAfter.get(node.node()) <= left.get(steps) ? 0 : noise;
            }
            shares.put(output, total > 0 ? stays / total : 0);
        }
        return shares;
    }

    /** Of the noise in the outputs that have too much. */
    private double share(NodeDamage node) {
        return mostLeft.keySet().stream()
                .mapToDouble(output -> node.noise().getOrDefault(output, 0.0))
                .sum();
    }

    /** How many steps there are. */
    int steps() {
        return left.size() - 1;
    }

    /** The nodes that have left after that many steps, in the order of leaving. */
    Set<String> nodes(int steps) {
        return places.keySet().stream().limit(left.get(steps)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The fewest steps with which enough noise is expected to go; all where even that is not expected to do. */
    int fewest() {
        int low = 0;
        int high = steps();
        // Each step leaves less than the one before.
        while (low < high) {
            int middle = (low + high) / 2;
            if (isEnough(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private boolean isEnough(int steps) {
        Map<String, Double> expected = remains(steps);
        return mostLeft.entrySet().stream()
                .allMatch(output -> corrections.getOrDefault(output.getKey(), 1.0) * expected.get(output.getKey())
                        <= output.getValue());
    }

    /**
     * Learns from a variant that was made with that many steps.
     *
     * @param seen the noise power that it has in each output, as a share of what there was
     */
    void learn(int steps, Map<String, Double> seen) {
        remains(steps).forEach((output, expected) -> {
            if (expected > 0 && seen.containsKey(output)) {
                corrections.put(output, seen.get(output) / expected);
            }
        });
    }
}

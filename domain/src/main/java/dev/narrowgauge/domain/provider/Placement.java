package dev.narrowgauge.domain.provider;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.summingInt;

import dev.narrowgauge.domain.provider.PlacedNodes.Work;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the nodes of a model ran, by the runtime's record of a real run.
 *
 * @param wanted the provider that should have computed all of them
 * @param nodes none where the record could not be read
 * @param fallback names of the nodes that compute and ran elsewhere
 */
public record Placement(Provider wanted, List<PlacedNodes> nodes, List<String> fallback) {
    /** Of the nodes that compute, the share that may run elsewhere where nothing else is said. */
    public static final double MOST_FALLBACK = 0.2;

    public Placement {
        requireNonNull(wanted, "wanted is null");
        nodes = List.copyOf(nodes);
        fallback = List.copyOf(fallback);
    }

    public int computeNodes() {
        return computing().mapToInt(PlacedNodes::count).sum();
    }

    /** Nodes that compute and ran elsewhere. */
    public int fallbackNodes() {
        return fallen().mapToInt(PlacedNodes::count).sum();
    }

    /** Of the nodes that compute, 0 to 1; 1 where nothing computed. */
    public double fallbackShare() {
        int all = computeNodes();
        return all == 0 ? 1 : (double) fallbackNodes() / all;
    }

    /** Operators that ran elsewhere and how many nodes of each, the most first, as in {@code DequantizeLinear 11}. */
    public String fallbackOperators() {
        Map<String, Integer> counts =
                fallen().collect(groupingBy(PlacedNodes::operator, TreeMap::new, summingInt(PlacedNodes::count)));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(joining(", "));
    }

    /** Nodes that move values between devices. */
    public int copies() {
        return nodes.stream()
                .filter(placed -> placed.work() == Work.COPY)
                .mapToInt(PlacedNodes::count)
                .sum();
    }

    /**
     * Why times of this model are none of the provider's, a sentence; empty where they are.
     *
     * @param model what it is called
     * @param mostFallback share of the nodes that compute, 0 to 1
     */
    public String finding(String model, double mostFallback) {
        if (computeNodes() == 0) {
            return "The runtime left no record of where the nodes of %s ran.".formatted(model);
        }
        return fallbackShare() <= mostFallback
                ? ""
                : "%d of the %d nodes of %s that compute ran on another provider than %s (%s): its time is not that of %s."
                        .formatted(
                                fallbackNodes(),
                                computeNodes(),
                                model,
                                wanted.word(),
                                fallbackOperators(),
                                wanted.word());
    }

    private Stream<PlacedNodes> computing() {
        return nodes.stream().filter(placed -> placed.work() == Work.COMPUTE);
    }

    private Stream<PlacedNodes> fallen() {
        return computing().filter(placed -> !placed.provider().equals(wanted.runtimeName()));
    }
}

package dev.narrowgauge.domain.history;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that two values of a metric must have in common for a difference to be one of what was measured. What was measured,
 * model and recipe, is no part of it.
 *
 * @param values by name: {@code machine.…}, {@code software.…}, {@code timing.…}, {@code data.…}
 */
public record ComparisonKey(SortedMap<String, String> values) {
    private static final String MACHINE = "machine.";
    private static final String SOFTWARE = "software.";
    private static final String DATA = "data.";
    private static final String UNKNOWN = "unknown";
    private static final int MOST_NAMED = 4;

    public ComparisonKey {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * Of everything that is known of how a measurement was taken.
     *
     * @param profile of the node by its fingerprint; empty where it was not kept
     * @param datasetId SHA-256 of the evaluation dataset
     */
    public static ComparisonKey of(
            Map<String, String> profile,
            Evidence.Device device,
            LatencyEvidence latency,
            String datasetId,
            String scenario) {
        SortedMap<String, String> values = new TreeMap<>();
        profile.forEach((name, value) -> values.put(MACHINE + name, value));
        if (profile.isEmpty()) {
            values.put(MACHINE + "fingerprint", String.valueOf(device.fingerprint()));
        }
        device.software().forEach((name, value) -> values.put(SOFTWARE + name, value));
        values.put("timing.scenario", scenario);
        values.put("timing.threads", Integer.toString(latency.threads()));
        values.put(
                "timing.processors",
                latency.processors().isEmpty()
                        ? "not bound"
                        : latency.processors().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        values.put(DATA + "evaluation", datasetId);
        return new ComparisonKey(values);
    }

    /** What of it matters for values of that metric: of what the machine does all, of answers the data, of a file's size nothing. */
    public ComparisonKey of(TrackedMetric metric) {
        if (metric.ofMachine()) {
            return this;
        }
        SortedMap<String, String> left = new TreeMap<>(values);
        left.keySet().removeIf(name -> metric == TrackedMetric.SIZE_RATIO || !name.startsWith(DATA));
        return new ComparisonKey(left);
    }

    /** The same for keys that are equal, and for no others. */
    public String sha256() {
        return Sha256.of(values.entrySet().stream()
                .map(value -> value.getKey() + '=' + value.getValue() + '\n')
                .collect(Collectors.joining()));
    }

    /** By name; none where what has one may be compared with what has the other. */
    public List<Difference> differences(ComparisonKey other) {
        TreeSet<String> names = new TreeSet<>(values.keySet());
        names.addAll(other.values.keySet());
        return names.stream()
                .map(name -> new Difference(
                        name, values.getOrDefault(name, UNKNOWN), other.values.getOrDefault(name, UNKNOWN)))
                .filter(difference -> !Objects.equals(difference.first(), difference.second()))
                .toList();
    }

    /** For a sentence, the first few of them. */
    public static String named(List<Difference> differences) {
        String named = differences.stream()
                .limit(MOST_NAMED)
                .map(difference ->
                        "%s ('%s', then '%s')".formatted(difference.name(), difference.first(), difference.second()))
                .collect(Collectors.joining(", "));
        int more = differences.size() - MOST_NAMED;
        return more > 0 ? "%s and %d more".formatted(named, more) : named;
    }

    /** What is not the same of two keys; {@code unknown} where one does not say. */
    public record Difference(String name, String first, String second) {}
}

package dev.narrowgauge.engine.runtime.ranking;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the quantization of one node alone does to the outputs of an otherwise float model.
 *
 * @param node its name in the float model
 * @param measured false where it is estimated from what the node does to its own results, and from what became of as much
 *     noise at the measured nodes before and after it
 * @param local noise power per signal power in the node's own results
 * @param rounding the part of it, 0 to 1, that rounding the results makes; it goes only where their readers compute in
 *     float as well, since those would round them otherwise
 * @param readers the quantized nodes that read the rounded results
 * @param noise the same in each float output of the model, by its name
 */
public record NodeDamage(
        String node,
        String opType,
        boolean measured,
        double local,
        double rounding,
        List<String> readers,
        Map<String, Double> noise) {
    public NodeDamage {
        requireNonNull(node, "node is null");
        requireNonNull(opType, "opType is null");
        readers = List.copyOf(readers);
        noise = Collections.unmodifiableMap(new LinkedHashMap<>(noise));
    }

    /** Noise power per signal power, the mean over the outputs. */
    public double total() {
        return noise.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }
}

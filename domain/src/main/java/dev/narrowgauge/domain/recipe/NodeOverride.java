package dev.narrowgauge.domain.recipe;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What is different for some nodes; what is absent stays as the recipe has it.
 *
 * @param match patterns of node names
 */
public record NodeOverride(
        List<String> match,
        Optional<Placement> placement,
        Optional<IntegerType> weightType,
        Optional<Granularity> granularity,
        Optional<Boolean> reducedRange) {

    /** Where a node is told to compute. */
    public enum Placement {
        FLOAT,
        /** In integers wherever the target has a kernel, even where that seems not to pay. */
        QUANTIZED,
        /** In integers whose ranges are measured while the model runs. */
        DYNAMIC
    }

    public NodeOverride {
        match = NamePatterns.of(match);
        requireNonNull(placement, "placement is null");
        requireNonNull(weightType, "weightType is null");
        requireNonNull(granularity, "granularity is null");
        requireNonNull(reducedRange, "reducedRange is null");
    }

    /** Tells those nodes, by name, where to compute. */
    public static NodeOverride placing(List<String> names, Placement placement) {
        return new NodeOverride(names, Optional.of(placement), Optional.empty(), Optional.empty(), Optional.empty());
    }

    NodeOverride withoutExceptions() {
        return new NodeOverride(
                match, placement.filter(Placement.QUANTIZED::equals), weightType, granularity, reducedRange);
    }

    boolean matches(String nodeName) {
        return NamePatterns.of(match).matches(nodeName);
    }

    WeightSettings applyTo(WeightSettings settings) {
        return new WeightSettings(
                weightType.orElse(settings.type()),
                granularity.orElse(settings.granularity()),
                reducedRange.orElse(settings.reducedRange()));
    }
}

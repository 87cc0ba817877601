package dev.narrowgauge.agent.hardware;

import static java.util.Objects.requireNonNull;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * @param architecture {@code x86_64} or {@code aarch64}
 * @param features of those that decide which kernel runs, by the name that Linux gives them
 * @param physicalCores on which this process may run
 */
public record Processor(
        String architecture,
        String model,
        String microcode,
        String governor,
        SortedSet<String> features,
        int physicalCores,
        int logicalProcessors) {
    public Processor {
        requireNonNull(architecture, "architecture is null");
        requireNonNull(model, "model is null");
        requireNonNull(microcode, "microcode is null");
        requireNonNull(governor, "governor is null");
        features = new TreeSet<>(features);
        if (physicalCores < 1 || logicalProcessors < physicalCores) {
            throw new IllegalArgumentException(
                    "impossible counts: %d cores, %d processors".formatted(physicalCores, logicalProcessors));
        }
    }

    public boolean has(String feature) {
        return features.contains(feature);
    }
}

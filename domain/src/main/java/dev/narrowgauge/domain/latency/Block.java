package dev.narrowgauge.domain.latency;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A block of runs of one process.
 *
 * @param medianMillis of its runs
 * @param voided why it does not count, phrases; empty where it does
 */
public record Block(Role role, double medianMillis, List<String> voided) {
    public Block {
        requireNonNull(role, "role is null");
        voided = voided == null ? List.of() : List.copyOf(voided);
        if (!(medianMillis > 0)) {
            throw new IllegalArgumentException("medianMillis is not positive: " + medianMillis);
        }
    }

    boolean counts() {
        return voided.isEmpty();
    }
}

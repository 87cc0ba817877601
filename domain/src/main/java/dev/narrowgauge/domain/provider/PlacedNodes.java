package dev.narrowgauge.domain.provider;

import static java.util.Objects.requireNonNull;

/**
 * Nodes of one operator that ran on one provider.
 *
 * @param provider by the runtime's name
 * @param micros that all of them took in one run, by the clock of the host
 */
public record PlacedNodes(String provider, String operator, Work work, int count, long micros) {
    public PlacedNodes {
        requireNonNull(provider, "provider is null");
        requireNonNull(operator, "operator is null");
        requireNonNull(work, "work is null");
        if (count < 1) {
            throw new IllegalArgumentException("count is not positive: " + count);
        }
    }

    /** What nodes do. */
    public enum Work {
        /** What the model is for. */
        COMPUTE,
        /** Dimensions and indices, a few whole numbers: the runtime leaves them on the CPU with good reason. */
        SHAPE,
        /** Moves values between devices. */
        COPY
    }
}

package dev.narrowgauge.domain.provider;

import static java.util.Objects.requireNonNull;

/**
 * One model as it ran on a provider before it was timed there.
 *
 * @param loadMillis until the session was ready
 * @param firstMillis of the first run, in which the provider chooses its kernels
 */
public record ProviderRun(
        Placement placement,
        OutputDifference difference,
        HostTransfer transfer,
        double loadMillis,
        double firstMillis) {
    public ProviderRun {
        requireNonNull(placement, "placement is null");
        requireNonNull(difference, "difference is null");
        requireNonNull(transfer, "transfer is null");
    }
}

package dev.narrowgauge.domain.provider;

/**
 * What a run takes on a device of its own memory, and what it takes from and into the memory of the host: medians of runs in
 * turn in one process, milliseconds.
 *
 * @param deviceMillis with inputs and outputs that lie on the device: as latencies are measured
 * @param hostMillis with inputs and outputs of the host: both copies, what the runtime does for them, and the run
 */
public record HostTransfer(double deviceMillis, double hostMillis) {
    public HostTransfer {
        if (!(deviceMillis > 0 && hostMillis > 0)) {
            throw new IllegalArgumentException("a run takes time: %s, %s".formatted(deviceMillis, hostMillis));
        }
    }

    /** What the copies add to a run; not below zero, which noise may make of it. */
    public double copyMillis() {
        return Math.max(0, hostMillis - deviceMillis);
    }
}

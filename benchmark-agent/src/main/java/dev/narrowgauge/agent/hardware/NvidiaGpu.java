package dev.narrowgauge.agent.hardware;

import static java.util.Objects.requireNonNull;

/**
 * @param computeCapability for example 9.0; {@code unknown} for a chip that neither we nor the driver's tool know
 */
public record NvidiaGpu(String name, String uuid, String driver, String computeCapability) {
    static final String UNKNOWN = "unknown";

    public NvidiaGpu {
        requireNonNull(name, "name is null");
        requireNonNull(uuid, "uuid is null");
        requireNonNull(driver, "driver is null");
        requireNonNull(computeCapability, "computeCapability is null");
    }
}

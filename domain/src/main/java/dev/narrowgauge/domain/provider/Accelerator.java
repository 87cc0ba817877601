package dev.narrowgauge.domain.provider;

import static java.util.Objects.requireNonNull;

/**
 * A graphics processor and its state at one moment, as its driver tells them. What it does not tell is {@code unknown} or
 * null.
 *
 * @param driver version of the driver
 * @param computeCapability for example 9.0
 * @param smClockMegahertz of its processors
 * @param memoryClockMegahertz of its memory
 * @param throttleReasons bits of NVML's clocks event reasons; 1, idle, among them
 * @param powerMilliwatts that it draws
 * @param processMemoryBytes that this process has on it
 * @param computeProcesses that work on it, this one among them
 */
public record Accelerator(
        String name,
        String uuid,
        String driver,
        String computeCapability,
        Integer smClockMegahertz,
        Integer memoryClockMegahertz,
        Long throttleReasons,
        Integer powerMilliwatts,
        Long processMemoryBytes,
        Integer computeProcesses) {
    public static final String UNKNOWN = "unknown";

    public Accelerator {
        requireNonNull(name, "name is null");
        requireNonNull(uuid, "uuid is null");
        requireNonNull(driver, "driver is null");
        requireNonNull(computeCapability, "computeCapability is null");
    }

    /** Of which nothing is known. */
    public static Accelerator unknown() {
        return new Accelerator(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, null, null, null, null, null, null);
    }

    /** The class that a node with it offers, for example {@code nvidia-sm90}; {@code unknown} where its kind is. */
    public String deviceClass() {
        return computeCapability.equals(UNKNOWN) ? UNKNOWN : "nvidia-sm" + computeCapability.replace(".", "");
    }

    /** For a person. */
    public String description() {
        return "%s, driver %s".formatted(name, driver);
    }
}

package dev.narrowgauge.agent;

import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.gateway.ControlPlane;

/** What the processes of a measurement may use where several variants share it: together no more than for one variant. */
final class SharedMachine {
    /** The baseline and its control. */
    private static final int OTHERS = 2;

    /** Below this even a small model may not run. */
    private static final long LEAST_BYTES = 256L << 20;

    private SharedMachine() {}

    /** @param limits of each process of a measurement of one variant */
    static int mostVariants(EngineLimits limits) {
        return (int) Math.clamp(all(limits) / LEAST_BYTES - OTHERS, 1, ControlPlane.MOST_JOBS);
    }

    /** Of each process. */
    static EngineLimits limits(EngineLimits limits, int variants) {
        return limits.withMemoryBytes(all(limits) / (OTHERS + variants));
    }

    private static long all(EngineLimits limits) {
        return limits.memoryBytes() * (OTHERS + 1);
    }
}

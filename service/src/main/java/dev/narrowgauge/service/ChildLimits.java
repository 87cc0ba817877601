package dev.narrowgauge.service;

import dev.narrowgauge.engine.client.EngineLimits;
import java.util.OptionalLong;

/** What an engine child of a role may use. */
public final class ChildLimits {
    private ChildLimits() {}

    /** @param children that live at a time, and divide the memory unless the settings say how much each may have */
    public static EngineLimits of(TaskRoleConfig config, int children) {
        EngineLimits machine =
                EngineLimits.ofThisMachine().withDeadline(config.deadline()).withThreads(config.childThreads());
        OptionalLong chosenMib = config.childMemoryMib();
        if (chosenMib.isPresent()) {
            return machine.withMemoryBytes(chosenMib.getAsLong() << 20);
        }
        return machine.withMemoryBytes(Math.max(EngineLimits.MIN_MEMORY_BYTES, machine.memoryBytes() / children));
    }
}

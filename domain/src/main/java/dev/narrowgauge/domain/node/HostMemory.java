package dev.narrowgauge.domain.node;

import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Memory of the machine, and what this process may use of it. Each is empty where the system does not say.
 *
 * @param limitBytes what control groups allow
 */
public record HostMemory(OptionalLong machineBytes, OptionalLong limitBytes) {
    public static HostMemory ofThisMachine() {
        return of(SystemFiles.ofThisMachine());
    }

    public static HostMemory of(SystemFiles files) {
        OptionalLong machine = files.value("proc/meminfo", "MemTotal:")
                .map(kibibytes -> OptionalLong.of(Long.parseLong(kibibytes.replaceAll("\\D", "")) << 10))
                .orElse(OptionalLong.empty());
        return new HostMemory(machine, ControlGroup.of(files).memoryBytes());
    }

    /** The lesser of both. */
    public OptionalLong usableBytes() {
        return LongStream.concat(machineBytes.stream(), limitBytes.stream()).min();
    }
}

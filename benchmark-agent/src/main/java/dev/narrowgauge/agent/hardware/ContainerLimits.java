package dev.narrowgauge.agent.hardware;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What the control group allows this process; version 2 first, then version 1. */
record ContainerLimits(OptionalDouble processors, OptionalLong memoryBytes) {
    /** Version 1 says "no limit" with a number near 2^63. */
    private static final long UNLIMITED_BYTES = 1L << 60;

    static ContainerLimits read(SystemFiles files) {
        return new ContainerLimits(processors(files), memory(files));
    }

    private static OptionalDouble processors(SystemFiles files) {
        Optional<String> unified = files.line("sys/fs/cgroup/cpu.max");
        if (unified.isPresent()) {
            List<String> quotaAndPeriod = List.of(unified.get().split(" "));
            return quotaAndPeriod.size() < 2
                    ? OptionalDouble.empty()
                    : quotient(quotaAndPeriod.get(0), quotaAndPeriod.get(1));
        }
        return quotient(
                files.line("sys/fs/cgroup/cpu/cpu.cfs_quota_us").orElse("-1"),
                files.line("sys/fs/cgroup/cpu/cpu.cfs_period_us").orElse("100000"));
    }

    private static OptionalDouble quotient(String quota, String period) {
        if (quota.equals("max") || quota.equals("-1")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.parseDouble(quota) / Double.parseDouble(period));
    }

    private static OptionalLong memory(SystemFiles files) {
        return files.line("sys/fs/cgroup/memory.max")
                .or(() -> files.line("sys/fs/cgroup/memory/memory.limit_in_bytes"))
                .filter(limit -> !limit.equals("max"))
                .map(Long::parseLong)
                .filter(limit -> limit < UNLIMITED_BYTES)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }
}

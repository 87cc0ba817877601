package dev.narrowgauge.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestHostMemory {
    private static final String MEMINFO = "MemTotal:       16330000 kB\nMemFree:  2 kB\n";

    @TempDir
    private Path root;

    @Test
    void withoutALimitAllOfTheMachinesMayBeUsed() throws IOException {
        HostMemory memory = HostMemory.of(new FakeFiles(root)
                .with("proc/meminfo", MEMINFO)
                .with("sys/fs/cgroup/memory.max", "max\n")
                .files());
        assertThat(memory.machineBytes()).hasValue(16_330_000L << 10);
        assertThat(memory.limitBytes()).isEmpty();
        assertThat(memory.usableBytes()).isEqualTo(memory.machineBytes());
    }

    /** As of a service that systemd starts: its own group is not limited, the slice that it is in is. */
    @Test
    void limitOfAGroupAboveHolds() throws IOException {
        HostMemory memory = HostMemory.of(new FakeFiles(root)
                .with("proc/meminfo", MEMINFO)
                .with("proc/self/cgroup", "0::/system.slice/quantizers.slice/worker.service\n")
                .with("sys/fs/cgroup/system.slice/quantizers.slice/worker.service/memory.max", "max\n")
                .with("sys/fs/cgroup/system.slice/quantizers.slice/memory.max", "2147483648\n")
                .with("sys/fs/cgroup/system.slice/memory.max", "4294967296\n")
                .files());
        assertThat(memory.usableBytes()).hasValue(2L << 30);
    }

    @Test
    void limitOfTheFormerVersionHolds() throws IOException {
        HostMemory memory = HostMemory.of(new FakeFiles(root)
                .with("proc/meminfo", MEMINFO)
                .with("proc/self/cgroup", "5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n")
                .with("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "1073741824\n")
                .with("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
                .files());
        assertThat(memory.usableBytes()).hasValue(1L << 30);
    }

    @Test
    void systemThatSaysNothingIsNotGuessedAt() {
        assertThat(HostMemory.of(new SystemFiles(root)).usableBytes()).isEmpty();
    }
}

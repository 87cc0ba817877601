package dev.narrowgauge.domain.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight threads of four cores, in the order that Linux gives them. */
class TestPhysicalCores {
    @TempDir
    private Path root;

    private FakeFiles machine;

    @BeforeEach
    void eightThreadsOfFourCores() throws IOException {
        machine = new FakeFiles(root).with("sys/devices/system/cpu/online", "0-7\n");
        for (int processor = 0; processor < 8; processor++) {
            machine.with(
                    "sys/devices/system/cpu/cpu%d/topology/thread_siblings_list".formatted(processor),
                    "%d,%d\n".formatted(processor % 4, processor % 4 + 4));
        }
    }

    @Test
    void processorsThatAreNotThereAreNotCounted() throws IOException {
        machine.with("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-127\n");
        PhysicalCores cores = PhysicalCores.of(machine.files());
        assertThat(cores.processors()).containsExactly(List.of(0, 4), List.of(1, 5), List.of(2, 6), List.of(3, 7));
        assertThat(cores.usable()).isEqualTo(4);
    }

    @Test
    void cpusetIsHonoured() throws IOException {
        machine.with("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-1,4\n");
        assertThat(PhysicalCores.of(machine.files()).processors()).containsExactly(List.of(0, 4), List.of(1));
    }

    /** A neighbour on the second thread of a core takes from the first. */
    @Test
    void wholeCoresHaveTheThreadsOfOthersToo() throws IOException {
        machine.with("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-1,4\n");
        assertThat(PhysicalCores.wholeCores(machine.files())).containsExactly(0, 1, 4, 5);
    }

    /** A container whose tables are made up for it numbers processors otherwise than the kernel, which binds to them. */
    @Test
    void kernelsNumbersCountWhereTablesHaveOthers() throws IOException {
        machine.with("sys/devices/system/cpu/online", "0-1\n").with("proc/self/status", "Cpus_allowed_list:\t4-5\n");
        assertThat(PhysicalCores.of(machine.files()).processors()).containsExactly(List.of(4), List.of(5));
    }

    /** The container calls them 0 and 1, the kernel 1 and 6: one number is in both. */
    @Test
    void kernelsNumbersCountWhereTablesShareSomeOfThem() throws IOException {
        machine.with("sys/devices/system/cpu/online", "0-1\n").with("proc/self/status", "Cpus_allowed_list:\t1,6\n");
        assertThat(PhysicalCores.of(machine.files()).processors()).containsExactly(List.of(1), List.of(6));
    }

    @Test
    void timeOfTheGroupsLimitsTheCores() throws IOException {
        machine.with("proc/self/cgroup", "0::/a/b\n")
                .with("sys/fs/cgroup/a/b/cpu.max", "max 100000\n")
                .with("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
        PhysicalCores cores = PhysicalCores.of(machine.files());
        assertThat(cores.processors()).hasSize(4);
        assertThat(cores.usable()).isEqualTo(2);
    }

    @Test
    void thisProcessHasSome() {
        assertThat(PhysicalCores.available().usable()).isBetween(1, PhysicalCores.allowedProcessors());
    }
}

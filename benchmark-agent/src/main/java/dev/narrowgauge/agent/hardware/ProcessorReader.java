package dev.narrowgauge.agent.hardware;

import dev.narrowgauge.domain.node.PhysicalCores;
import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.domain.node.ProcessorName;
import dev.narrowgauge.domain.node.SystemFiles;
import java.util.List;
import java.util.SortedSet;

/** Reads the processor: on x86 from {@code /proc/cpuinfo}, on ARM from the auxiliary vector that the kernel hands a process. */
final class ProcessorReader {
    static final String X86 = "x86_64";
    static final String ARM = "aarch64";

    private static final String CPUINFO = "proc/cpuinfo";
    private static final String UNKNOWN = "unknown";

    private final SystemFiles files;
    private final String architecture;

    ProcessorReader(SystemFiles files, String architecture) {
        this.files = files;
        this.architecture = architecture;
    }

    Processor read() {
        List<List<Integer>> cores = PhysicalCores.of(files).processors();
        return new Processor(
                architecture,
                ProcessorName.of(files).orElse(UNKNOWN),
                files.value(CPUINFO, "microcode").orElse(UNKNOWN),
                files.line("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
                        .orElse(UNKNOWN),
                features(),
                cores.size(),
                cores.stream().mapToInt(List::size).sum());
    }

    private SortedSet<String> features() {
        return architecture.equals(ARM)
                ? ProcessorFeatures.ofArm(files.bytes("proc/self/auxv"))
                : ProcessorFeatures.ofX86(files.value(CPUINFO, "flags").orElse(""));
    }
}

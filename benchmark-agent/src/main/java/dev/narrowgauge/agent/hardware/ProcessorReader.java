package dev.narrowgauge.agent.hardware;

import dev.narrowgauge.domain.node.PhysicalCores;
import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.domain.node.ProcessorName;
import dev.narrowgauge.domain.node.SystemFiles;
import java.util.List;

/** Reads the processor. */
final class ProcessorReader {
    static final String X86 = "x86_64";

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
                ProcessorFeatures.of(files, architecture),
                cores.size(),
                cores.stream().mapToInt(List::size).sum());
    }
}

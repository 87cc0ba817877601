package dev.narrowgauge.agent.hardware;

import dev.narrowgauge.domain.node.ProcessorFeatures;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/** Reads the processor: on x86 from {@code /proc/cpuinfo}, on ARM from the auxiliary vector that the kernel hands a process. */
final class ProcessorReader {
    static final String X86 = "x86_64";
    static final String ARM = "aarch64";

    private static final String CPUINFO = "proc/cpuinfo";
    private static final String UNKNOWN = "unknown";
    private static final Map<String, String> ARM_PARTS = Map.of(
            "0x41/0xd03", "Cortex-A53",
            "0x41/0xd08", "Cortex-A72",
            "0x41/0xd0b", "Cortex-A76",
            "0x41/0xd0c", "Neoverse N1",
            "0x41/0xd40", "Neoverse V1",
            "0x41/0xd49", "Neoverse N2",
            "0x41/0xd4f", "Neoverse V2");

    private final SystemFiles files;
    private final String architecture;

    ProcessorReader(SystemFiles files, String architecture) {
        this.files = files;
        this.architecture = architecture;
    }

    Processor read() {
        BitSet allowed = allowedProcessors();
        return new Processor(
                architecture,
                architecture.equals(ARM)
                        ? armModel()
                        : files.value(CPUINFO, "model name").orElse(UNKNOWN),
                files.value(CPUINFO, "microcode").orElse(UNKNOWN),
                files.line("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
                        .orElse(UNKNOWN),
                features(),
                physicalCores(allowed),
                allowed.cardinality());
    }

    private SortedSet<String> features() {
        return architecture.equals(ARM)
                ? ProcessorFeatures.ofArm(files.bytes("proc/self/auxv"))
                : ProcessorFeatures.ofX86(files.value(CPUINFO, "flags").orElse(""));
    }

    private String armModel() {
        String implementer = files.value(CPUINFO, "CPU implementer").orElse(UNKNOWN);
        String part = files.value(CPUINFO, "CPU part").orElse(UNKNOWN);
        return ARM_PARTS.getOrDefault(implementer + "/" + part, "ARM implementer " + implementer + " part " + part);
    }

    private BitSet allowedProcessors() {
        BitSet allowed = files.value("proc/self/status", "Cpus_allowed_list:")
                .map(ProcessorReader::parseList)
                .orElseGet(BitSet::new);
        BitSet present = files.line("sys/devices/system/cpu/online")
                .map(ProcessorReader::parseList)
                .orElseGet(this::listedProcessors);
        allowed.and(present);
        return allowed.isEmpty() ? present : allowed;
    }

    private BitSet listedProcessors() {
        long count = files.lines(CPUINFO).stream()
                .filter(line -> line.startsWith("processor"))
                .count();
        BitSet listed = new BitSet();
        listed.set(0, (int) Math.max(1, count));
        return listed;
    }

    /** Processors with the same siblings are threads of one core; without topology each counts as a core. */
    private int physicalCores(BitSet processors) {
        Set<String> cores = new HashSet<>();
        processors.stream().mapToObj(processor -> "cpu" + processor).forEach(name -> cores.add(siblings(name)));
        return cores.size();
    }

    private String siblings(String name) {
        String topology = "sys/devices/system/cpu/" + name + "/topology/";
        return files.line(topology + "core_cpus_list")
                .or(() -> files.line(topology + "thread_siblings_list"))
                .orElse(name);
    }

    /** A kernel list such as {@code 0-3,8,10-11}. */
    private static BitSet parseList(String list) {
        BitSet set = new BitSet();
        for (String range : List.of(list.split(","))) {
            String[] ends = range.strip().split("-");
            set.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
        }
        return set;
    }
}

package dev.narrowgauge.agent.hardware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the processor: on x86 from {@code /proc/cpuinfo}, on ARM from the auxiliary vector that the kernel hands a process. */
final class ProcessorReader {
    static final String X86 = "x86_64";
    static final String ARM = "aarch64";

    private static final String CPUINFO = "proc/cpuinfo";
    private static final String UNKNOWN = "unknown";
    private static final Set<String> X86_FEATURES = Set.of(
            "avx2",
            "avx512f",
            "avx512bw",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "avx_vnni",
            "avx_vnni_int8",
            "amx_tile",
            "amx_int8",
            "amx_bf16");

    /** Entries of the auxiliary vector, and their bits by the names of {@code asm/hwcap.h}. */
    private static final long AT_HWCAP = 16;

    private static final long AT_HWCAP2 = 26;
    private static final Map<Integer, String> ARM_HWCAP =
            Map.of(1, "asimd", 9, "fphp", 10, "asimdhp", 20, "asimddp", 22, "sve");
    private static final Map<Integer, String> ARM_HWCAP2 = Map.of(1, "sve2", 13, "i8mm", 14, "bf16", 23, "sme");

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
                architecture.equals(ARM) ? armFeatures() : x86Features(),
                physicalCores(allowed),
                allowed.cardinality());
    }

    private SortedSet<String> x86Features() {
        return files.value(CPUINFO, "flags").stream()
                .flatMap(flags -> Arrays.stream(flags.split(" ")))
                .filter(X86_FEATURES::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Not from cpuinfo: under emulation that file is the host's. */
    private SortedSet<String> armFeatures() {
        SortedSet<String> features = new TreeSet<>();
        ByteBuffer vector = ByteBuffer.wrap(files.bytes("proc/self/auxv")).order(ByteOrder.LITTLE_ENDIAN);
        while (vector.remaining() >= 2 * Long.BYTES) {
            long type = vector.getLong();
            BitSet bits = BitSet.valueOf(new long[] {vector.getLong()});
            if (type == AT_HWCAP) {
                bits.stream()
                        .filter(ARM_HWCAP::containsKey)
                        .mapToObj(ARM_HWCAP::get)
                        .forEach(features::add);
            } else if (type == AT_HWCAP2) {
                bits.stream()
                        .filter(ARM_HWCAP2::containsKey)
                        .mapToObj(ARM_HWCAP2::get)
                        .forEach(features::add);
            }
        }
        return features;
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

package dev.narrowgauge.domain.node;

import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.domain.settings.Section;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The features of a processor that decide which kernel runs, by the names that Linux gives them. */
public final class ProcessorFeatures {
    /** What Java calls the architecture of ARM in 64 bits. */
    public static final String ARM = "aarch64";

    private static final Set<String> X86 = Set.of(
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

    private ProcessorFeatures() {}

    /** The target that this machine is; GENERIC where the system does not say what the processor has. */
    public static Target targetOfThisMachine() {
        return target(of(SystemFiles.ofThisMachine(), System.getProperty("os.arch")));
    }

    /** On x86 from {@code /proc/cpuinfo}, on ARM from the auxiliary vector; none where the files do not tell. */
    public static SortedSet<String> of(SystemFiles files, String architecture) {
        return architecture.equals(ARM)
                ? ofArm(files.bytes("proc/self/auxv"))
                : ofX86(files.value("proc/cpuinfo", "flags").orElse(""));
    }

    /** @param flags the {@code flags} line of {@code /proc/cpuinfo}, without its key */
    static SortedSet<String> ofX86(String flags) {
        return Arrays.stream(flags.split(" ")).filter(X86::contains).collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param auxiliaryVector {@code /proc/self/auxv}; unlike cpuinfo it is not the host's under emulation */
    static SortedSet<String> ofArm(byte[] auxiliaryVector) {
        SortedSet<String> features = new TreeSet<>();
        ByteBuffer vector = ByteBuffer.wrap(auxiliaryVector).order(ByteOrder.LITTLE_ENDIAN);
        while (vector.remaining() >= 2 * Long.BYTES) {
            long type = vector.getLong();
            BitSet bits = BitSet.valueOf(new long[] {vector.getLong()});
            if (type == AT_HWCAP) {
                addNames(bits, ARM_HWCAP, features);
            } else if (type == AT_HWCAP2) {
                addNames(bits, ARM_HWCAP2, features);
            }
        }
        return features;
    }

    private static void addNames(BitSet bits, Map<Integer, String> names, SortedSet<String> features) {
        bits.stream().filter(names::containsKey).mapToObj(names::get).forEach(features::add);
    }

    /** Every device class that the features of a processor may give it. */
    public static List<String> deviceClasses() {
        return Stream.of(Target.X86_AMX, Target.X86_VNNI, Target.X86_AVX2, Target.ARM_I8MM, Target.ARM_DOTPROD)
                .map(Section::word)
                .toList();
    }

    /**
     * The target that a processor with these features is; GENERIC where none fits.
     *
     * <p>One with VNNI is not {@code x86-avx2}, although it has AVX2: its integer kernels do not saturate where those of AVX2
     * do, so that neither the accuracy nor the latency would be that of the class.
     */
    public static Target target(Collection<String> features) {
        if (features.contains("amx_int8")) {
            return Target.X86_AMX;
        }
        if (features.contains("avx512_vnni") || features.contains("avx_vnni")) {
            return Target.X86_VNNI;
        }
        if (features.contains("avx2")) {
            return Target.X86_AVX2;
        }
        if (features.contains("i8mm")) {
            return Target.ARM_I8MM;
        }
        return features.contains("asimddp") ? Target.ARM_DOTPROD : Target.GENERIC;
    }
}

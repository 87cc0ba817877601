package dev.narrowgauge.domain.node;

import java.util.Map;
import java.util.Optional;

/** What a processor is called by its maker. */
public final class ProcessorName {
    private static final String CPUINFO = "proc/cpuinfo";

    /** By implementer and part number, which is all that Linux says on ARM. */
    private static final Map<String, String> ARM_PARTS = Map.of(
            "0x41/0xd03", "Cortex-A53",
            "0x41/0xd08", "Cortex-A72",
            "0x41/0xd0b", "Cortex-A76",
            "0x41/0xd0c", "Neoverse N1",
            "0x41/0xd40", "Neoverse V1",
            "0x41/0xd49", "Neoverse N2",
            "0x41/0xd4f", "Neoverse V2");

    private ProcessorName() {}

    /** The architecture where the system does not tell. */
    public static String ofThisMachine() {
        return of(SystemFiles.ofThisMachine()).orElseGet(() -> System.getProperty("os.arch"));
    }

    /** Empty where the files do not tell. */
    public static Optional<String> of(SystemFiles files) {
        Optional<String> implementer = files.value(CPUINFO, "CPU implementer");
        Optional<String> part = files.value(CPUINFO, "CPU part");
        if (implementer.isEmpty() || part.isEmpty()) {
            return files.value(CPUINFO, "model name");
        }
        return Optional.of(ARM_PARTS.getOrDefault(
                implementer.get() + "/" + part.get(), "ARM implementer " + implementer.get() + " part " + part.get()));
    }
}

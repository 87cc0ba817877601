package dev.narrowgauge.agent.hardware;

import dev.narrowgauge.domain.node.SystemFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads NVIDIA graphics processors from their kernel driver, which is there or the device cannot be used anyway. */
final class NvidiaReader {
    private static final Pattern DRIVER_VERSION = Pattern.compile("\\b(\\d{3,}\\.\\d+(?:\\.\\d+)?)\\b");

    /** PCI device number, without its last two digits, to compute capability: NVIDIA numbers its chips in blocks. */
    private static final Map<Integer, String> CAPABILITY_OF_CHIP = Map.ofEntries(
            Map.entry(0x1e, "7.5"), // TU102, TU104
            Map.entry(0x1f, "7.5"), // TU106, TU117
            Map.entry(0x21, "7.5"), // TU116
            Map.entry(0x20, "8.0"), // GA100
            Map.entry(0x22, "8.6"), // GA102
            Map.entry(0x24, "8.6"), // GA103, GA104
            Map.entry(0x25, "8.6"), // GA106, GA107
            Map.entry(0x26, "8.9"), // AD102
            Map.entry(0x27, "8.9"), // AD103, AD104
            Map.entry(0x28, "8.9"), // AD106, AD107
            Map.entry(0x23, "9.0"), // GH100
            Map.entry(0x29, "10.0"), // GB100, GB102
            Map.entry(0x2b, "12.0"), // GB202
            Map.entry(0x2c, "12.0"), // GB203
            Map.entry(0x2d, "12.0"), // GB206, GB207
            Map.entry(0x2f, "12.0")); // GB205

    private final SystemFiles files;
    private final NvidiaTool tool;

    NvidiaReader(SystemFiles files, NvidiaTool tool) {
        this.files = files;
        this.tool = tool;
    }

    List<NvidiaGpu> read() {
        Optional<String> version = files.line("proc/driver/nvidia/version");
        if (version.isEmpty()) {
            return List.of();
        }
        Matcher driver = DRIVER_VERSION.matcher(version.get());
        String driverVersion = driver.find() ? driver.group(1) : NvidiaGpu.UNKNOWN;
        List<NvidiaGpu> gpus = new ArrayList<>();
        for (String bus : files.names("proc/driver/nvidia/gpus")) {
            gpus.add(gpu(bus, driverVersion));
        }
        // Some containers hide the driver's list of devices, but not the devices.
        return gpus.isEmpty() ? tool.gpus() : List.copyOf(gpus);
    }

    private NvidiaGpu gpu(String bus, String driver) {
        String information = "proc/driver/nvidia/gpus/" + bus + "/information";
        String uuid = files.value(information, "GPU UUID").orElse(NvidiaGpu.UNKNOWN);
        return new NvidiaGpu(
                files.value(information, "Model").orElse("NVIDIA GPU"),
                uuid,
                driver,
                capabilityOfChip(bus).or(() -> capabilityByTool(uuid)).orElse(NvidiaGpu.UNKNOWN));
    }

    private Optional<String> capabilityOfChip(String bus) {
        return files.line("sys/bus/pci/devices/" + bus + "/device")
                .map(number -> Integer.decode(number) >> 8)
                .map(CAPABILITY_OF_CHIP::get);
    }

    private Optional<String> capabilityByTool(String uuid) {
        return tool.gpus().stream()
                .filter(gpu -> gpu.uuid().equals(uuid))
                .map(NvidiaGpu::computeCapability)
                .findFirst();
    }
}

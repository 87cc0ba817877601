package dev.narrowgauge.engine.runtime.provider;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.narrowgauge.domain.provider.Accelerator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What NVIDIA's management library tells of a graphics processor. The library comes with the driver and is looked for at run
 * time; without it, or without one of its functions, the answer is that nothing is known.
 */
final class Nvml {
    private static final int TEXT_BYTES = 96;
    private static final int SM_CLOCK = 1;
    private static final int MEMORY_CLOCK = 2;

    /** Of nvmlProcessInfo_t: process id, padding, bytes, two numbers of instances. */
    private static final int PROCESS_BYTES = 24;

    private static final int MOST_PROCESSES = 64;
    private static final long BYTES_OFFSET = 8;

    private static final MemoryLayout[] NOTHING = {};
    private static final MemoryLayout[] TWO_POINTERS = {ADDRESS, ADDRESS};
    private static final MemoryLayout[] THREE_POINTERS = {ADDRESS, ADDRESS, ADDRESS};
    private static final MemoryLayout[] TEXT = {ADDRESS, ADDRESS, JAVA_INT};

    private final NativeLibrary nvml;
    private final MemorySegment device;
    private final Arena arena;

    private Nvml(NativeLibrary nvml, MemorySegment device, Arena arena) {
        this.nvml = nvml;
        this.device = device;
        this.arena = arena;
    }

    /** @param number of the device as CUDA counts the ones that this process sees */
    static Optional<Accelerator> read(int number) {
        Optional<NativeLibrary> library = NativeLibrary.find("libnvidia-ml.so.1");
        Optional<NativeLibrary> cuda = NativeLibrary.find("libcuda.so.1");
        if (library.isEmpty() || cuda.isEmpty() || !library.get().call("nvmlInit_v2", NOTHING)) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            return device(library.get(), cuda.get(), number, arena)
                    .map(device -> new Nvml(library.get(), device, arena).accelerator());
        } finally {
            library.get().call("nvmlShutdown", NOTHING);
        }
    }

    /** CUDA and NVML count differently, but both know where a device is plugged in. */
    private static Optional<MemorySegment> device(NativeLibrary nvml, NativeLibrary cuda, int number, Arena arena) {
        MemorySegment ordinal = arena.allocate(JAVA_INT);
        MemorySegment bus = arena.allocate(TEXT_BYTES);
        MemorySegment device = arena.allocate(ADDRESS);
        boolean found = cuda.call("cuInit", new MemoryLayout[] {JAVA_INT}, 0)
                && cuda.call("cuDeviceGet", new MemoryLayout[] {ADDRESS, JAVA_INT}, ordinal, number)
                && cuda.call(
                        "cuDeviceGetPCIBusId",
                        new MemoryLayout[] {ADDRESS, JAVA_INT, JAVA_INT},
                        bus,
                        TEXT_BYTES,
                        ordinal.get(JAVA_INT, 0))
                && nvml.call("nvmlDeviceGetHandleByPciBusId_v2", TWO_POINTERS, bus, device);
        return found ? Optional.of(device.get(ADDRESS, 0)) : Optional.empty();
    }

    private Accelerator accelerator() {
        MemorySegment processes = arena.allocate((long) MOST_PROCESSES * PROCESS_BYTES, Long.BYTES);
        Integer count = processes(processes);
        return new Accelerator(
                text("nvmlDeviceGetName"),
                text("nvmlDeviceGetUUID"),
                driver(),
                computeCapability(),
                clock(SM_CLOCK),
                clock(MEMORY_CLOCK),
                throttleReasons(),
                power(),
                count == null ? null : ownBytes(processes, count),
                count);
    }

    private String text(String function) {
        MemorySegment text = arena.allocate(TEXT_BYTES);
        return nvml.call(function, TEXT, device, text, TEXT_BYTES) ? text.getString(0) : Accelerator.UNKNOWN;
    }

    private String driver() {
        MemorySegment text = arena.allocate(TEXT_BYTES);
        return nvml.call("nvmlSystemGetDriverVersion", new MemoryLayout[] {ADDRESS, JAVA_INT}, text, TEXT_BYTES)
                ? text.getString(0)
                : Accelerator.UNKNOWN;
    }

    private String computeCapability() {
        MemorySegment major = arena.allocate(JAVA_INT);
        MemorySegment minor = arena.allocate(JAVA_INT);
        return nvml.call("nvmlDeviceGetCudaComputeCapability", THREE_POINTERS, device, major, minor)
                ? major.get(JAVA_INT, 0) + "." + minor.get(JAVA_INT, 0)
                : Accelerator.UNKNOWN;
    }

    private Integer clock(int which) {
        MemorySegment megahertz = arena.allocate(JAVA_INT);
        return nvml.call(
                        "nvmlDeviceGetClockInfo",
                        new MemoryLayout[] {ADDRESS, JAVA_INT, ADDRESS},
                        device,
                        which,
                        megahertz)
                ? megahertz.get(JAVA_INT, 0)
                : null;
    }

    /** Under its name of today, or the one that older drivers have. */
    private Long throttleReasons() {
        MemorySegment reasons = arena.allocate(JAVA_LONG);
        return nvml.call("nvmlDeviceGetCurrentClocksEventReasons", TWO_POINTERS, device, reasons)
                        || nvml.call("nvmlDeviceGetCurrentClocksThrottleReasons", TWO_POINTERS, device, reasons)
                ? reasons.get(JAVA_LONG, 0)
                : null;
    }

    private Integer power() {
        MemorySegment milliwatts = arena.allocate(JAVA_INT);
        return nvml.call("nvmlDeviceGetPowerUsage", TWO_POINTERS, device, milliwatts)
                ? milliwatts.get(JAVA_INT, 0)
                : null;
    }

    private Integer processes(MemorySegment processes) {
        MemorySegment count = arena.allocateFrom(JAVA_INT, MOST_PROCESSES);
        return nvml.call("nvmlDeviceGetComputeRunningProcesses_v3", THREE_POINTERS, device, count, processes)
                ? count.get(JAVA_INT, 0)
                : null;
    }

    /** Null where the driver counts processes by other numbers, as outside of a container. */
    private static Long ownBytes(MemorySegment processes, int count) {
        for (int i = 0; i < count; i++) {
            long offset = (long) i * PROCESS_BYTES;
            long bytes = processes.get(JAVA_LONG, offset + BYTES_OFFSET);
            if (processes.get(JAVA_INT, offset) == ProcessHandle.current().pid() && bytes >= 0) {
                return bytes;
            }
        }
        return null;
    }
}

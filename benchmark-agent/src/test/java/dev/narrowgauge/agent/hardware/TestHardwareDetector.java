package dev.narrowgauge.agent.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.node.ProcessorFeatures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detection from the files of machines that the test does not run on. */
final class TestHardwareDetector {
    private static final NvidiaTool NO_TOOL = List::of;
    private static final long HWCAP_NEOVERSE_N1 = 1 << 1 | 1 << 9 | 1 << 10 | 1 << 20;
    private static final long HWCAP_SVE = 1 << 22;
    private static final long HWCAP2_I8MM_BF16 = 1 << 13 | 1 << 14;

    @TempDir
    private Path root;

    @Test
    void seesAvx2Desktop() throws IOException {
        x86("Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz", "fpu sse4_2 avx avx2 fma", "0xf8", 4, 2);
        HardwareProfile profile = detect(ProcessorReader.X86);
        assertThat(profile.deviceClasses()).containsExactly("x86-avx2");
        assertThat(profile.processor().features()).containsExactly("avx2");
        assertThat(profile.processor().microcode()).isEqualTo("0xf8");
        assertThat(profile.processor().logicalProcessors()).isEqualTo(4);
        assertThat(profile.processor().physicalCores()).isEqualTo(2);
        assertThat(profile.processorLimit()).isEmpty();
        assertThat(profile.memoryLimitBytes()).isEmpty();
        assertThat(profile.description()).isEqualTo("Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz, 2 cores, 16 GiB");
    }

    @Test
    void seesVnniInBothSpellings() throws IOException {
        x86("Intel(R) Xeon(R) Gold 6230", "avx2 avx512f avx512bw avx512_vnni", "0x1", 2, 1);
        assertThat(detect(ProcessorReader.X86).deviceClasses()).containsExactly("x86-vnni");
        x86("12th Gen Intel(R) Core(TM) i5", "avx2 avx_vnni", "0x1", 2, 1);
        assertThat(detect(ProcessorReader.X86).deviceClasses()).containsExactly("x86-vnni");
    }

    @Test
    void seesAmx() throws IOException {
        x86(
                "Intel(R) Xeon(R) Platinum 8480+",
                "avx2 avx512f avx512_vnni avx_vnni amx_bf16 amx_tile amx_int8",
                "0x2b",
                4,
                2);
        assertThat(detect(ProcessorReader.X86).deviceClasses()).containsExactly("x86-amx");
    }

    @Test
    void offersNothingWithoutIntegerKernels() throws IOException {
        x86("Intel(R) Core(TM)2 Duo CPU", "sse4_1", "0x60f", 2, 1);
        assertThat(detect(ProcessorReader.X86).deviceClasses()).isEmpty();
    }

    @Test
    void seesArmByAuxiliaryVector() throws IOException {
        arm("0xd0c", HWCAP_NEOVERSE_N1, 0);
        HardwareProfile graviton2 = detect(ProcessorFeatures.ARM);
        assertThat(graviton2.deviceClasses()).containsExactly("arm-dotprod");
        assertThat(graviton2.processor().model()).isEqualTo("Neoverse N1");
        arm("0xd40", HWCAP_NEOVERSE_N1 | HWCAP_SVE, HWCAP2_I8MM_BF16);
        HardwareProfile graviton3 = detect(ProcessorFeatures.ARM);
        assertThat(graviton3.deviceClasses()).containsExactly("arm-i8mm");
        assertThat(graviton3.processor().has("sve")).isTrue();
        assertThat(graviton3.processor().features()).contains("bf16", "asimddp");
    }

    @Test
    void seesNvidiaWithoutItsTool() throws IOException {
        x86("AMD EPYC 9554", "avx2 avx512_vnni", "0xa", 2, 1);
        nvidia("0000:18:00.0", "NVIDIA H100 80GB HBM3", "GPU-1", "0x2330");
        nvidia("0000:3b:00.0", "NVIDIA A100-SXM4-80GB", "GPU-2", "0x20b2");
        HardwareProfile profile = detect(ProcessorReader.X86);
        assertThat(profile.deviceClasses()).containsExactly("nvidia-sm90", "nvidia-sm80", "x86-vnni");
        assertThat(profile.gpus().getFirst())
                .isEqualTo(new NvidiaGpu("NVIDIA H100 80GB HBM3", "GPU-1", "550.54.15", "9.0"));
    }

    @Test
    void asksToolForUnknownChip() throws IOException {
        x86("AMD EPYC 9554", "avx2 avx512_vnni", "0xa", 2, 1);
        nvidia("0000:18:00.0", "NVIDIA Next", "GPU-9", "0x4001");
        NvidiaTool tool = () -> List.of(NvidiaTool.parse("NVIDIA Next, GPU-9, 700.1.2, 13.0"));
        HardwareProfile profile = new HardwareDetector(root, ProcessorReader.X86, tool).detect();
        assertThat(profile.deviceClasses()).containsExactly("nvidia-sm130", "x86-vnni");
        assertThat(detect(ProcessorReader.X86).deviceClasses())
                .as("without the tool, a chip of unknown capability offers nothing")
                .containsExactly("x86-vnni");
    }

    @Test
    void readsContainerLimits() throws IOException {
        x86("AMD EPYC", "avx2", "0xa", 8, 4);
        write("sys/fs/cgroup/cpu.max", "150000 100000\n");
        write("sys/fs/cgroup/memory.max", "4294967296\n");
        HardwareProfile unified = detect(ProcessorReader.X86);
        assertThat(unified.processorLimit()).hasValue(1.5);
        assertThat(unified.memoryLimitBytes()).hasValue(4L << 30);
        write("sys/fs/cgroup/cpu.max", "max 100000\n");
        write("sys/fs/cgroup/memory.max", "max\n");
        assertThat(detect(ProcessorReader.X86).processorLimit()).isEmpty();
        assertThat(detect(ProcessorReader.X86).memoryLimitBytes()).isEmpty();
    }

    @Test
    void readsLimitsOfOldControlGroups() throws IOException {
        x86("AMD EPYC", "avx2", "0xa", 8, 4);
        write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000\n");
        write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        HardwareProfile profile = detect(ProcessorReader.X86);
        assertThat(profile.processorLimit()).hasValue(2);
        assertThat(profile.memoryLimitBytes()).isEmpty();
    }

    @Test
    void countsOnlyAllowedProcessors() throws IOException {
        x86("AMD EPYC", "avx2", "0xa", 8, 4);
        write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-1,4\n");
        Processor processor = detect(ProcessorReader.X86).processor();
        assertThat(processor.logicalProcessors()).isEqualTo(3);
        assertThat(processor.physicalCores())
                .as("0 and 4 are threads of one core")
                .isEqualTo(2);
    }

    @Test
    void fingerprintTellsMachinesApartAndNotMoments() throws IOException {
        x86("AMD EPYC", "avx2", "0xa", 2, 1);
        String before = detect(ProcessorReader.X86).fingerprint();
        assertThat(before).hasSize(64).isEqualTo(detect(ProcessorReader.X86).fingerprint());
        write("proc/meminfo", "MemTotal:       16331000 kB\nMemFree:  1 kB\n");
        assertThat(detect(ProcessorReader.X86).fingerprint()).isEqualTo(before);
        x86("AMD EPYC", "avx2", "0xb", 2, 1);
        assertThat(detect(ProcessorReader.X86).fingerprint()).isNotEqualTo(before);
    }

    /** What is measured with one setting says nothing of the other. */
    @Test
    void fingerprintTellsSettingsApart() throws IOException {
        x86("AMD EPYC", "avx2", "0xa", 2, 1);
        write("sys/devices/system/cpu/smt/control", "on\n");
        write("sys/devices/system/cpu/intel_pstate/no_turbo", "0\n");
        write("sys/devices/system/node/online", "0-1\n");
        HardwareProfile before = detect(ProcessorReader.X86);
        assertThat(before.values())
                .containsEntry("cpu.smt", "on")
                .containsEntry("cpu.turbo", "on")
                .containsEntry("cpu.numa", "0-1");
        write("sys/devices/system/cpu/intel_pstate/no_turbo", "1\n");
        HardwareProfile after = detect(ProcessorReader.X86);
        assertThat(after.values()).containsEntry("cpu.turbo", "off");
        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
    }

    @Test
    void detectsTheMachineItRunsOn() {
        HardwareProfile profile = HardwareDetector.ofThisMachine().detect();
        assertThat(profile.processor().physicalCores()).isPositive();
        assertThat(profile.values()).containsKeys("cpu.model", "cpu.features", "kernel");
    }

    private HardwareProfile detect(String architecture) {
        return new HardwareDetector(root, architecture, NO_TOOL).detect();
    }

    /** Threads {@code i} and {@code i + cores} share a core, as on most servers. */
    private void x86(String model, String flags, String microcode, int processors, int cores) throws IOException {
        StringBuilder cpuinfo = new StringBuilder();
        for (int i = 0; i < processors; i++) {
            cpuinfo.append("processor\t: %d\nmodel\t\t: 85\nmodel name\t: %s\nmicrocode\t: %s\nflags\t\t: %s\n\n"
                    .formatted(i, model, microcode, flags));
            int core = i % cores;
            write(
                    "sys/devices/system/cpu/cpu" + i + "/topology/thread_siblings_list",
                    processors > cores ? core + "," + (core + cores) + "\n" : core + "\n");
        }
        write("proc/cpuinfo", cpuinfo.toString());
        write("sys/devices/system/cpu/online", "0-" + (processors - 1) + "\n");
        write("proc/meminfo", "MemTotal:       16330000 kB\nMemFree:  2 kB\n");
        write("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
    }

    private void arm(String part, long hwcap, long hwcap2) throws IOException {
        write("proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: " + part + "\n");
        ByteBuffer vector = ByteBuffer.allocate(6 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        vector.putLong(16).putLong(hwcap).putLong(26).putLong(hwcap2).putLong(0).putLong(0);
        Path file = root.resolve("proc/self/auxv");
        Files.createDirectories(file.getParent());
        Files.write(file, vector.array());
    }

    private void nvidia(String bus, String name, String uuid, String device) throws IOException {
        write(
                "proc/driver/nvidia/version",
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\n");
        write(
                "proc/driver/nvidia/gpus/" + bus + "/information",
                "Model: \t\t " + name + "\nIRQ:   \t\t 33\nGPU UUID: \t " + uuid + "\nBus Type: \t PCIe\n");
        write("sys/bus/pci/devices/" + bus + "/device", device + "\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

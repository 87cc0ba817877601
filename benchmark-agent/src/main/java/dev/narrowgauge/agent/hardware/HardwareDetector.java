package dev.narrowgauge.agent.hardware;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.node.ControlGroup;
import dev.narrowgauge.domain.node.HostMemory;
import dev.narrowgauge.domain.node.SystemFiles;
import java.nio.file.Path;

/** Reads what this node is from the system itself; nothing is configured by hand, so nothing can be claimed by mistake. */
public final class HardwareDetector {
    private final SystemFiles files;
    private final String architecture;
    private final NvidiaTool nvidiaTool;

    HardwareDetector(Path root, String architecture, NvidiaTool nvidiaTool) {
        this.files = new SystemFiles(root);
        this.architecture = requireNonNull(architecture, "architecture is null");
        this.nvidiaTool = requireNonNull(nvidiaTool, "nvidiaTool is null");
    }

    /** Of the machine that this process runs on. */
    public static HardwareDetector ofThisMachine() {
        String name = System.getProperty("os.arch");
        String architecture = name.equals("amd64") ? ProcessorReader.X86 : name;
        return new HardwareDetector(Path.of("/"), architecture, new NvidiaTool.Installed());
    }

    public HardwareProfile detect() {
        HostMemory memory = HostMemory.of(files);
        return new HardwareProfile(
                new ProcessorReader(files, architecture).read(),
                memory.machineBytes().orElse(0),
                files.line("proc/sys/kernel/osrelease").orElse("unknown"),
                ControlGroup.of(files).processors(),
                memory.limitBytes(),
                new NvidiaReader(files, nvidiaTool).read(),
                MachineSettings.of(files));
    }
}

package dev.narrowgauge.fleet;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine of its own, as far as files go: a mount namespace in which the folders of the other machines are empty, those for
 * temporary files are its own, and the processor is that of a device class.
 *
 * @param folder of this machine, under {@link Site#hosts}
 */
record Host(Site site, Path folder, MemberPlan plan) {
    private static final Path SYSTEM_TEMPORARY = Path.of("/tmp");
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    /** File in the folder of a machine that shows its processor, where that is not the one of this machine. */
    static final String PROCESSOR_VIEW = "cpuinfo";

    /** Its arguments: {@link #folder}, {@link Site#self}, {@link Site#hosts}, size of the disk for work, folder for temporary files. */
    private static final String SCRIPT = """
            mount --bind "$1" "$2"
            mount -t tmpfs -o size=64k,mode=755 hidden "$3"
            if [ -e "$2/cpuinfo" ]; then mount --bind "$2/cpuinfo" /proc/cpuinfo; fi
            if [ -n "$4" ]; then mkdir -p "$2/data/work"; mount -t tmpfs -o "size=$4" work "$2/data/work"; fi
            if [ -n "$5" ]; then mount -t tmpfs temporary "$5"; fi
            cd "$2"
            shift 5
            exec "$@"
            """;

    /** Where things lie that all machines know of, and where each finds its own. */
    record Site(Path root) {
        Path hosts() {
            return root.resolve("hosts");
        }

        /** The folder of the machine, under the same path on each. */
        Path self() {
            return root.resolve("self");
        }

        /** Of the one machine that all of these are in truth: a measurement has it to itself. */
        Path machineLock() {
            return root.resolve("machine-lock");
        }
    }

    /** Why this system gives nobody such machines; empty where it does. */
    static Optional<String> whyNot() {
        List<String> command = new ArrayList<>(unshare());
        command.addAll(List.of("sh", "-ec", "mount -t tmpfs probe /tmp; mount --bind /proc/version /proc/cpuinfo"));
        return Tool.problem(command);
    }

    static Host prepare(Site site, MemberPlan plan) {
        Host host = new Host(site, site.hosts().resolve(plan.name()), plan);
        try {
            Files.createDirectories(site.self());
            Files.createDirectories(site.machineLock());
            Files.createDirectories(host.folder);
            if (!plan.deviceClass().isEmpty()) {
                Files.writeString(
                        host.folder.resolve(PROCESSOR_VIEW),
                        ProcessorView.of(Files.readString(PROCESSOR), plan.deviceClass()));
            }
            return host;
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE, "%s cannot be written: %s".formatted(host.folder, e), e);
        }
    }

    /** Which starts the program on this machine; it keeps the process, so that a signal to that reaches the program. */
    List<String> command(List<String> program) {
        List<String> command = new ArrayList<>(unshare());
        command.addAll(List.of(
                "sh",
                "-ec",
                SCRIPT,
                "sh",
                folder.toString(),
                site.self().toString(),
                site.hosts().toString(),
                plan.workDisk(),
                hiddenTemporary()));
        command.addAll(program);
        return command;
    }

    /** None where the fleet itself or the JDK lies in it. */
    private String hiddenTemporary() {
        boolean needed = site.root().startsWith(SYSTEM_TEMPORARY)
                || Path.of(System.getProperty("java.home")).startsWith(SYSTEM_TEMPORARY);
        return needed ? "" : SYSTEM_TEMPORARY.toString();
    }

    /** Root may have a mount namespace; others where they may be root of a user namespace. */
    private static List<String> unshare() {
        return isRoot() ? List.of("unshare", "--mount") : List.of("unshare", "--map-root-user", "--mount");
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }
}

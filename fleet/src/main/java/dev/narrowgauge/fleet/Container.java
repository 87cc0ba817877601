package dev.narrowgauge.fleet;

import dev.narrowgauge.domain.node.SystemFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A program of a fleet in a container of its image, with no more than it needs: the user that the image names, a root file
 * system that is read-only, no capabilities. It is on the network of this machine, as are the servers.
 */
public final class Container implements AutoCloseable {
    /** The user of the images. */
    private static final String USER = "10001";

    private static final String CONTENT = "/var/lib/narrowgauge";
    private static final String CONTENT_FOLDER = "content";
    private static final String LOCK = "/var/lib/narrowgauge-machine";
    private static final String HEALTH = "/opt/narrowgauge/health";

    /** Of a program that is told no other. */
    private static final String DEFAULT_PORT = "8080";

    private static final String PROCESSOR = "/proc/cpuinfo";
    private static final String READ_ONLY = ":ro";
    private static final String NO_CAPABILITIES = "0000000000000000";

    private final String name;
    private final Program program;

    private Container(String name, Program program) {
        this.name = name;
        this.program = program;
    }

    /**
     * Not started yet.
     *
     * @param image and arguments for its program
     * @param settings variables of its environment
     * @param port of its health checks, on the loopback interface
     */
    static Container of(Host host, List<String> image, Map<String, String> settings, int port) {
        String name = name(host.plan().name());
        prepare(host.site(), host.folder());
        return new Container(
                name,
                new Program(
                        command(name, host.site(), host.folder(), image, settings),
                        settings,
                        host.folder().resolve("log"),
                        port));
    }

    static String name(String member) {
        return "narrowgauge-" + member;
    }

    /** Once all files of the member are there: its user is none of this machine. */
    static void prepare(Host.Site site, Path folder) {
        Folders.create(folder.resolve(CONTENT_FOLDER));
        Folders.create(site.machineLock());
        Tool.call("chown", "-R", USER + ":" + USER, folder.toString());
        Tool.call("chmod", "1777", site.machineLock().toString());
    }

    /**
     * Starts a container in the foreground, which gives on the signals that it gets. The values of its settings, secrets among
     * them, are in its environment and not in the command.
     *
     * @param folder of the member: its files, read-only, at {@link Host.Site#self}
     */
    static List<String> command(
            String name, Host.Site site, Path folder, List<String> image, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(
                "podman",
                "--runtime",
                "runc",
                "run",
                "--rm",
                "--replace",
                "--name=" + name,
                "--pull=never",
                // Those of podman take a systemd.
                "--no-healthcheck",
                "--network=host",
                "--ulimit=nofile=1024:4096",
                "--ulimit=nproc=1000:1000",
                "--read-only",
                "--read-only-tmpfs=false",
                "--cap-drop=all",
                "--security-opt=no-new-privileges",
                "--tmpfs=/tmp",
                "--volume=%s:%s".formatted(folder.resolve(CONTENT_FOLDER), CONTENT),
                "--volume=%s:%s".formatted(site.machineLock(), LOCK),
                "--volume=%s:%s%s".formatted(folder, site.self(), READ_ONLY)));
        Path processor = folder.resolve(Host.PROCESSOR_VIEW);
        if (Files.exists(processor)) {
            command.add("--volume=%s:%s%s".formatted(processor, PROCESSOR, READ_ONLY));
        }
        settings.keySet().stream().sorted().map("--env="::concat).forEach(command::add);
        command.addAll(image);
        return command;
    }

    public Program program() {
        return program;
    }

    /** Of all its processes, in MiB. */
    public double residentMebibytes() {
        long first = process();
        LongStream children = ProcessHandle.of(first).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        return Program.residentMebibytes(LongStream.concat(LongStream.of(first), children));
    }

    /**
     * What it may do and should not, by what the kernel says of its process, and why it is not well by its own check; in
     * sentences, none where all is well.
     */
    public List<String> faults() {
        long process = process();
        SystemFiles files = SystemFiles.ofThisMachine();
        String status = "proc/%d/status".formatted(process);
        List<String> faults = new ArrayList<>();
        String user = files.value(status, "Uid:").orElse("not known");
        if (!Arrays.stream(user.split("\\s+")).allMatch(USER::equals)) {
            faults.add("%s runs as user %s".formatted(name, user));
        }
        for (String set : List.of("CapEff:", "CapPrm:", "CapBnd:")) {
            String capabilities = files.value(status, set).orElse("not known");
            if (!capabilities.equals(NO_CAPABILITIES)) {
                faults.add("%s has capabilities (%s %s)".formatted(name, set, capabilities));
            }
        }
        if (!files.value(status, "NoNewPrivs:").orElse("").equals("1")) {
            faults.add("%s may get privileges that it does not have".formatted(name));
        }
        if (!isRootReadOnly(files.lines("proc/%d/mountinfo".formatted(process)))) {
            faults.add("%s may write to its root file system".formatted(name));
        }
        Tool.problem(List.of("podman", "--runtime", "runc", "exec", name, HEALTH, "ready", DEFAULT_PORT))
                .ifPresent(faults::add);
        return faults;
    }

    /** @param mounts as the kernel lists them; what is mounted last counts */
    static boolean isRootReadOnly(List<String> mounts) {
        return mounts.stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 5 && fields[4].equals("/"))
                .reduce((_, last) -> last)
                .filter(fields -> Arrays.asList(fields[5].split(",")).contains("ro"))
                .isPresent();
    }

    private long process() {
        // What podman has to say of this machine comes before.
        return Long.parseLong(Tool.output("podman", "inspect", "--format", "{{.State.Pid}}", name)
                .lines()
                .toList()
                .getLast());
    }

    /** The container does not end with the command that has started it. */
    @Override
    public void close() {
        try {
            program.close();
        } finally {
            Tool.call("podman", "rm", "--force", "--ignore", name);
        }
    }
}

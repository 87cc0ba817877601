package dev.narrowgauge.engine.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts an engine child: a shell that sets the limits a child cannot raise, then becomes the JVM. */
final class EngineCommandLine {
    /** Code, stacks, metaspace and compiler arenas of the JVM itself, which the data limit also counts. */
    private static final long JVM_OVERHEAD_BYTES = 512L << 20;

    /**
     * No core file for a crash; a native allocation beyond the limit fails cleanly, where the shell knows how, and the child
     * may raise that limit by the files that it maps; and Ctrl-C,
     * which a terminal sends to all processes, is the parent's to act upon: a child that dies of it looks crashed.
     */
    private static final String SET_LIMITS_AND_BECOME =
            "trap '' INT; ulimit -c 0; ulimit -S -d \"$0\" 2>/dev/null; exec \"$@\"";

    /**
     * A small task ends before code that C2 compiles pays for its compilation, and a loop over values comes to these counts
     * in any case: ten times the counts of the JVM's own, in order.
     */
    private static final List<String> COMPILE_LATE = List.of(
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    private EngineCommandLine() {}

    static List<String> of(EngineProgram program, EngineLimits limits, Path workDirectory) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("/bin/sh", "-c", SET_LIMITS_AND_BECOME));
        command.add(Long.toString((limits.memoryBytes() + JVM_OVERHEAD_BYTES) >> 10));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx%dk".formatted(limits.memoryBytes() / 2 >> 10));
        // A heap that starts small and collects early: by default it fills a sixty-fourth of the machine with garbage
        // first.
        command.addAll(List.of("-Xms16m", "-Xmn12m", "-XX:+UseSerialGC"));
        // What a collection frees goes back to the system at once: native code has more use for it.
        command.addAll(List.of("-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40", "-XX:-ShrinkHeapInSteps"));
        command.addAll(COMPILE_LATE);
        command.add("-XX:+ExitOnOutOfMemoryError");
        // Standard output belongs to the protocol: what the JVM itself has to say goes to standard error.
        command.addAll(List.of("-XX:+DisplayVMOutputToStderr", "-Xlog:disable", "-Xlog:all=warning:stderr"));
        command.add("-XX:-UsePerfData");
        command.add("-XX:ErrorFile=" + CrashReport.file(workDirectory));
        command.add("-Djava.io.tmpdir=" + workDirectory);
        // Images are decoded, never shown.
        command.add("-Djava.awt.headless=true");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        program.nativeDirectory().ifPresent(natives -> command.add("-Donnxruntime.native.path=" + natives));
        command.addAll(program.startOptions());
        command.addAll(List.of("-cp", program.classPath(), program.mainClass()));
        return command;
    }
}

package dev.narrowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One call of a program of the system, or of a script. */
record ShellCommand(int status, String printed) {
    static ShellCommand run(Map<String, String> settings, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(settings);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new ShellCommand(process.waitFor(), printed);
    }

    static ShellCommand run(String... command) throws Exception {
        return run(Map.of(), List.of(command));
    }

    /** Whether it is there and does what these arguments ask for. */
    static boolean works(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}

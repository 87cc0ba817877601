package dev.narrowgauge.agent.hardware;

import dev.narrowgauge.domain.process.ChildEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Asks the driver's own command for what the kernel does not say. */
interface NvidiaTool {
    /** None when the command is missing, fails or does not answer in time. */
    List<NvidiaGpu> gpus();

    /** One line of {@code name, uuid, driver, capability}. */
    static NvidiaGpu parse(String line) {
        String[] fields = Arrays.copyOf(line.split("\\s*,\\s*"), 4);
        for (int i = 0; i < fields.length; i++) {
            fields[i] = fields[i] == null || fields[i].startsWith("[") ? NvidiaGpu.UNKNOWN : fields[i].strip();
        }
        return new NvidiaGpu(fields[0], fields[1], fields[2], fields[3]);
    }

    /** The command on the path. */
    final class Installed implements NvidiaTool {
        private static final Duration PATIENCE = Duration.ofSeconds(20);

        @Override
        public List<NvidiaGpu> gpus() {
            try {
                return ask();
            } catch (IOException e) {
                return List.of();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }

        private static List<NvidiaGpu> ask() throws IOException, InterruptedException {
            Process process = ChildEnvironment.process(List.of(
                            "nvidia-smi", "--query-gpu=name,uuid,driver_version,compute_cap", "--format=csv,noheader"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // A few short lines fit the pipe, so the answer can be read after the end.
            if (!process.waitFor(PATIENCE)) {
                process.destroyForcibly();
                return List.of();
            }
            try (BufferedReader output = process.inputReader()) {
                return process.exitValue() == 0
                        ? output.lines().map(NvidiaTool::parse).toList()
                        : List.of();
            }
        }
    }
}

package dev.narrowgauge.engine.runtime.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** How many cores do arithmetic of their own; a second thread on one core only takes from the first. */
final class PhysicalCores {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private PhysicalCores() {}

    /** At least 1, at most the processors that this process may use. */
    static int available() {
        int processors = Runtime.getRuntime().availableProcessors();
        int cores = counted();
        return cores == 0 ? processors : Math.min(cores, processors);
    }

    /** 0 where the system does not say. */
    private static int counted() {
        Set<String> cores = new HashSet<>();
        String socket = "";
        try {
            for (String line : Files.readAllLines(CPU_INFO)) {
                if (line.startsWith("physical id")) {
                    socket = line;
                } else if (line.startsWith("core id")) {
                    cores.add(socket + line);
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return cores.size();
    }
}

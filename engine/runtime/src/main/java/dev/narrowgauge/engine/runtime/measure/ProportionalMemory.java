package dev.narrowgauge.engine.runtime.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What this process holds in memory, with its share of the pages that other processes map, too: what one more process of the same
 * kind would need, where the resident size counts libraries and mapped weights once for each.
 */
final class ProportionalMemory {
    private static final Path ROLLUP = Path.of("/proc/self/smaps_rollup");
    private static final String LINE = "Pss:";

    private ProportionalMemory() {}

    /** Bytes; empty where the system does not say. */
    static OptionalLong bytes() {
        try {
            return of(Files.readAllLines(ROLLUP));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** @param rollup lines of {@code /proc/PID/smaps_rollup} */
    static OptionalLong of(List<String> rollup) {
        return rollup.stream()
                .filter(line -> line.startsWith(LINE))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst();
    }
}

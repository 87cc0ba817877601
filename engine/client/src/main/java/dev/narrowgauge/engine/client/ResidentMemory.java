package dev.narrowgauge.engine.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process holds in memory that the system cannot drop: resident pages without those of mapped files. */
final class ResidentMemory {
    private ResidentMemory() {}

    /** Bytes, or 0 where the system does not say or the process is gone. */
    static long ofProcess(long pid) {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
            return kilobytes(status, "RssAnon:") + kilobytes(status, "RssShmem:");
        } catch (IOException e) {
            return 0;
        }
    }

    private static long kilobytes(List<String> status, String key) {
        for (String line : status) {
            if (line.startsWith(key)) {
                return Long.parseLong(
                                line.substring(key.length()).replace("kB", "").strip())
                        << 10;
            }
        }
        return 0;
    }
}

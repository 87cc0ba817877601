package dev.narrowgauge.engine.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The head of the file that a JVM writes when native code kills it. */
final class CrashReport {
    private static final String FILE_NAME = "hs_err.log";
    private static final int MAX_LINES = 40;

    private CrashReport() {}

    static Path file(Path workDirectory) {
        return workDirectory.resolve(FILE_NAME);
    }

    /** Lines such as {@code # Problematic frame:}; empty when the JVM did not crash. */
    static List<String> head(Path workDirectory) {
        try (Stream<String> lines = Files.lines(file(workDirectory), ISO_8859_1)) {
            return lines.takeWhile(line -> line.startsWith("#"))
                    .limit(MAX_LINES)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}

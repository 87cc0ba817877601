package dev.narrowgauge.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of an audit log, of a service or in a file, in their order. */
final class AuditLines {
    private static final int AT_ONCE = 10_000;
    private static final Pattern SEQUENCE = Pattern.compile("\\{\"sequence\":(\\d{1,18}),");

    private AuditLines() {}

    /** Takes one after the other. */
    @FunctionalInterface
    interface Taker {
        /** @return whether it wants more */
        boolean take(String line) throws IOException;
    }

    static void of(RemoteClient client, Taker taker) throws IOException {
        long last = 0;
        while (true) {
            List<String> lines = client.lines("/v1/audit/lines?limit=%d&after=%d".formatted(AT_ONCE, last))
                    .lines()
                    .toList();
            for (String line : lines) {
                if (!taker.take(line)) {
                    return;
                }
            }
            if (lines.size() < AT_ONCE) {
                return;
            }
            last = sequence(lines.getLast());
        }
    }

    static void of(Path file, Taker taker) {
        try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!taker.take(line)) {
                    return;
                }
            }
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "The file %s cannot be read.".formatted(file), failure);
        }
    }

    private static long sequence(String line) {
        Matcher start = SEQUENCE.matcher(line);
        if (!start.lookingAt()) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR, "The service's answer is no line of an audit log: " + line);
        }
        return Long.parseLong(start.group(1));
    }
}

package dev.narrowgauge.cli.demo;

import static java.util.Comparator.reverseOrder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The demo's data directory: the user's, or a temporary one that goes with the demo. */
record DemoData(Path path, boolean temporary) implements AutoCloseable {
    static DemoData at(Optional<Path> chosen) {
        return chosen.map(path -> new DemoData(path, false)).orElseGet(() -> new DemoData(createTemporary(), true));
    }

    @Override
    public void close() {
        if (!temporary || !Files.exists(path)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("%s cannot be deleted".formatted(path), failure);
        }
    }

    private static Path createTemporary() {
        try {
            return Files.createTempDirectory("narrowgauge-demo-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

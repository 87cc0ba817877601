package dev.narrowgauge.domain.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel says in {@code /proc} and {@code /sys}, under a root that a test may choose. Lines are read through a
 * large buffer: some of these files give a reader that asks for a byte one byte and then the end.
 */
public record SystemFiles(Path root) {
    public SystemFiles {
        requireNonNull(root, "root is null");
    }

    public static SystemFiles ofThisMachine() {
        return new SystemFiles(Path.of("/"));
    }

    /** First line without surrounding space; empty when the file cannot be read or holds nothing. */
    public Optional<String> line(String path) {
        return lines(path).stream().map(String::strip).findFirst().filter(line -> !line.isEmpty());
    }

    /** Empty when the file cannot be read: most of these files are missing on some machine. */
    public List<String> lines(String path) {
        try {
            return Files.readAllLines(root.resolve(path), ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }

    public byte[] bytes(String path) {
        try {
            return Files.readAllBytes(root.resolve(path));
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** Names in a directory, in order; none when it is missing. */
    public List<String> names(String path) {
        try (Stream<Path> entries = Files.list(root.resolve(path))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The value after a colon in the first line that starts with {@code key}, as in {@code /proc/meminfo}. */
    public Optional<String> value(String path, String key) {
        return lines(path).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}

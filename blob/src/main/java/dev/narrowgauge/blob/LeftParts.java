package dev.narrowgauge.blob;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Parts of transfers that nobody goes on with: their process was killed, and nobody has asked for the content again. */
final class LeftParts {
    /** A job that was given up with its process begins again within minutes. */
    private static final Duration AGE = Duration.ofHours(1);

    private LeftParts() {}

    static void delete(Path folder, DigestLocks writers) throws IOException {
        Instant before = Instant.now().minus(AGE);
        for (Path part : oldParts(folder, before)) {
            Optional<FileLock> lock = writers.tryLock(PartialFile.name(part), false);
            if (lock.isPresent()) {
                try (FileLock _ = lock.get()) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    private static List<Path> oldParts(Path folder, Instant before) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(PartialFile::isOne)
                    .filter(part -> Incoming.lastModified(part).isBefore(before))
                    .toList();
        }
    }
}

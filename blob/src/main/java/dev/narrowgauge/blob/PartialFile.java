package dev.narrowgauge.blob;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The part of a blob that has come so far. It stays when it is closed, to be continued by whoever asks for the blob next, and
 * has one writer: where another process is at it, which may be stopped, there is a second part for this process alone.
 */
final class PartialFile implements AutoCloseable {
    private final Path path;
    private final Optional<FileLock> lock;

    private PartialFile(Path path, Optional<FileLock> lock) {
        this.path = path;
        this.lock = lock;
    }

    static PartialFile open(Path folder, String sha256, DigestLocks writers) throws IOException {
        Optional<FileLock> lock = writers.tryLock(sha256, false);
        String name = lock.isPresent() ? sha256 : UUID.randomUUID().toString();
        return new PartialFile(folder.resolve(name + ".part"), lock);
    }

    Path path() {
        return path;
    }

    long bytes() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    void clear() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        if (lock.isEmpty()) {
            clear();
            return;
        }
        lock.get().release();
    }
}

package dev.narrowgauge.blob;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The part of a blob that has come so far. It stays when it is closed, to be continued by whoever asks for the blob next, and
 * has one writer: where another process is at it, which may be stopped, there is a second part for this process alone.
 */
final class PartialFile implements AutoCloseable {
    private static final String SUFFIX = ".part";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NAME_BYTES = 32;

    private final Path path;
    private final FileLock lock;
    private final boolean goesOn;

    private PartialFile(Path path, FileLock lock, boolean goesOn) {
        this.path = path;
        this.lock = lock;
        this.goesOn = goesOn;
    }

    /** Deletes parts that nobody goes on with, so that those of processes that are killed do not fill the disk. */
    static PartialFile open(Path folder, String sha256, DigestLocks writers) throws IOException {
        LeftParts.delete(folder, writers);
        Optional<FileLock> lock = writers.tryLock(sha256, false);
        return lock.isPresent()
                ? new PartialFile(folder.resolve(sha256 + SUFFIX), lock.get(), true)
                : second(folder, writers);
    }

    /** Called like a part of content that nobody has, so that others see by its lock whether its writer lives. */
    private static PartialFile second(Path folder, DigestLocks writers) throws IOException {
        while (true) {
            byte[] random = new byte[NAME_BYTES];
            RANDOM.nextBytes(random);
            String name = HexFormat.of().formatHex(random);
            Optional<FileLock> lock = writers.tryLock(name, false);
            if (lock.isPresent()) {
                return new PartialFile(folder.resolve(name + SUFFIX), lock.get(), false);
            }
        }
    }

    static boolean isOne(Path file) {
        return file.toString().endsWith(SUFFIX) && BlobName.isOne(name(file));
    }

    /** By which its writer has it locked. */
    static String name(Path part) {
        String file = part.getFileName().toString();
        return file.substring(0, file.length() - SUFFIX.length());
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
        try {
            if (!goesOn) {
                clear();
            }
        } finally {
            lock.release();
        }
    }
}

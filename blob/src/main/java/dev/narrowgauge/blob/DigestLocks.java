package dev.narrowgauge.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A lock for every digest between the processes that share a folder: one byte of a file each, which the system gives back
 * when the process that has it ends, however that comes. The file itself stays empty. Of one file a process has one of these.
 */
final class DigestLocks implements AutoCloseable {
    /** Few enough for a position in a file; that two blobs share one is as likely as guessing 60 bits. */
    private static final int DIGITS = 15;

    private final FileChannel file;

    private DigestLocks(FileChannel file) {
        this.file = file;
    }

    static DigestLocks open(Path file) throws IOException {
        return new DigestLocks(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /**
     * Never waits: whoever is interrupted while it waits for a lock of a channel closes that, and so gives back every lock.
     *
     * @return empty where somebody else has it
     */
    Optional<FileLock> tryLock(String sha256, boolean shared) throws IOException {
        try {
            return Optional.ofNullable(file.tryLock(HexFormat.fromHexDigitsToLong(sha256, 0, DIGITS), 1, shared));
        } catch (OverlappingFileLockException e) {
            // Somebody else in this process.
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

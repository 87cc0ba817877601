package dev.narrowgauge.engine.client;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of {@link MachineLock} between processes. Everyone passes a turnstile; who wants the machine alone waits
 * inside it, so that those who come later wait behind instead of starving him. The system drops both when a process dies.
 */
final class MachineFileLock {
    private static final System.Logger LOGGER = System.getLogger(MachineFileLock.class.getName());

    private final Path directory;
    private FileChannel channel;
    private int holders;
    private boolean inTurnstile;

    MachineFileLock(Path directory) {
        this.directory = directory;
    }

    void acquire(boolean exclusive, MachineLock.Waiting waiting) {
        while (!enterTurnstile()) {
            waiting.once();
        }
        try {
            Files.createDirectories(directory);
            try (FileChannel turnstile = open("turnstile.lock")) {
                while (tryLock(turnstile, false) == null) {
                    waiting.once();
                }
                while (!tryHold(exclusive)) {
                    waiting.once();
                }
            }
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    HostFault.behind(e).orElse(ErrorCode.STORAGE_UNAVAILABLE),
                    "the machine lock in %s cannot be taken: %s; check the folder, or set %s to another"
                            .formatted(directory, e, MachineLock.ENVIRONMENT),
                    e);
        } finally {
            leaveTurnstile();
        }
    }

    /** One thread of a JVM at a time: when a process closes a file, the system drops all its locks on it. */
    private synchronized boolean enterTurnstile() {
        if (inTurnstile) {
            return false;
        }
        inTurnstile = true;
        return true;
    }

    private synchronized void leaveTurnstile() {
        inTurnstile = false;
    }

    synchronized void release() {
        holders--;
        if (holders > 0) {
            return;
        }
        try {
            // Closing the channel drops its lock.
            channel.close();
        } catch (IOException e) {
            // Whoever had it is done, and what failed is not for him to mend.
            LOGGER.log(WARNING, "the machine lock in {0} was not closed cleanly: {1}", directory, e);
        }
    }

    /** Those who share the machine inside one JVM share one lock: the system would not tell theirs apart. */
    private synchronized boolean tryHold(boolean exclusive) throws IOException {
        if (holders == 0) {
            FileChannel candidate = open("machine.lock");
            if (tryLock(candidate, !exclusive) == null) {
                candidate.close();
                return false;
            }
            channel = candidate;
        }
        holders++;
        return true;
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(directory.resolve(name), CREATE, READ, WRITE);
    }

    private static FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}

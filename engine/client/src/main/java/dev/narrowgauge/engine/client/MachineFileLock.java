package dev.narrowgauge.engine.client;

import static java.lang.System.Logger.Level.WARNING;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of {@link MachineLock} between processes. Everyone passes a turnstile; who wants processors alone waits inside it,
 * on their bytes, so that those who come later and want any of them wait behind instead of starving him. The system drops
 * both when a process dies.
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

    void acquire(LockedBytes part, MachineLock.Waiting waiting) {
        while (!enterTurnstile()) {
            waiting.once();
        }
        try {
            Files.createDirectories(directory);
            try (FileChannel turnstile = open("turnstile.lock")) {
                while (!tryLock(turnstile, part.whileWaiting())) {
                    waiting.once();
                }
                while (!tryHold(part)) {
                    waiting.once();
                }
            }
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    HostFault.behind(e).orElse(ErrorCode.STORAGE_UNAVAILABLE),
                    "the machine lock in %s cannot be taken: %s; check the folder, where all who share the machine must be allowed to write, or set %s to another"
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
    private synchronized boolean tryHold(LockedBytes part) throws IOException {
        if (holders == 0) {
            FileChannel candidate = open("machine.lock");
            if (!tryLock(candidate, part)) {
                candidate.close();
                return false;
            }
            channel = candidate;
        }
        holders++;
        return true;
    }

    private FileChannel open(String name) throws IOException {
        return LockFile.open(directory.resolve(name));
    }

    /** Locks all of the part or nothing. */
    private static boolean tryLock(FileChannel channel, LockedBytes part) throws IOException {
        List<FileLock> taken = new ArrayList<>();
        for (LockedBytes.Range range : part.ranges()) {
            FileLock lock = tryLock(channel, range, part.shared());
            if (lock == null) {
                for (FileLock before : taken) {
                    before.release();
                }
                return false;
            }
            taken.add(lock);
        }
        return true;
    }

    private static FileLock tryLock(FileChannel channel, LockedBytes.Range range, boolean shared) throws IOException {
        try {
            return channel.tryLock(range.position(), range.size(), shared);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
